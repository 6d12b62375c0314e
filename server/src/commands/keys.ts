import { Command } from 'commander';
import { addRingKey, readConfig } from '../config.ts';
import { rewrapSecrets } from '../crypto/rewrap.ts';
import { createServices } from '../services.ts';
import { failPlainly } from './with-services.ts';

/** `inlay keys rotate`: seals every stored secret with the newest encryption key, while the server runs. */
export function keysCommand(): Command {
  const rotate = new Command('rotate')
    .description(
      'seal every stored secret with the newest encryption key; on the embedded default a new key is made first',
    )
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await failPlainly(async () => {
        const made = addRingKey(process.env);
        const config = readConfig(process.env);
        const services = await createServices(config);
        try {
          const rewrapped = await rewrapSecrets(services.database, services.vault);
          const kid = config.encryptionKeys[0]?.kid ?? '';
          services.audit.record({
            vendorId: null,
            action: 'encryption_keys.rotated',
            outcome: 'changed',
            actor: 'cli',
            detail: { kid, rewrapped },
          });
          const old = config.encryptionKeys.slice(1).map((key) => key.kid);
          if (json) console.log(JSON.stringify({ kid, made, rewrapped, old }));
          else {
            console.log(`${rewrapped} secrets were sealed anew with key ${kid}.`);
            if (old.length > 0)
              console.log(`No longer needed by the database: ${old.join(', ')}. Backups may need them.`);
          }
        } finally {
          await services.close();
        }
      });
    });
  return new Command('keys').description('encryption keys').addCommand(rotate);
}
