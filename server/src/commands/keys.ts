import { Command } from 'commander';
import type { AuditLog } from '../audit/audit-log.ts';
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
          const { changed, unreadable } = await rewrapSecrets(services.database, services.vault);
          const kid = config.encryptionKeys[0]?.kid ?? '';
          services.audit.record({
            vendorId: null,
            action: 'encryption_keys.rotated',
            outcome: 'changed',
            actor: 'cli',
            detail: { kid, rewrapped: changed, unreadable: unreadable.length },
          });
          for (const row of unreadable) noteUnreadable(services.audit, row);
          const old = config.encryptionKeys.slice(1).map((key) => key.kid);
          if (json) console.log(JSON.stringify({ kid, made, rewrapped: changed, unreadable, old }));
          else {
            console.log(`${changed} secrets were sealed anew with key ${kid}.`);
            for (const row of unreadable) console.log(`Opens with no key of the ring, and was left: ${row}`);
            if (old.length > 0)
              console.log(`Keep the old keys ${old.join(', ')} in the ring: ${keepUntil(unreadable)}`);
          }
        } finally {
          await services.close();
        }
      });
    });
  return new Command('keys').description('encryption keys').addCommand(rotate);
}

/** Until when the old keys are needed. What lives for a day at most was not sealed anew (`rewrapSecrets`). */
function keepUntil(unreadable: readonly string[]): string {
  const day =
    'what lives for a day at most (kept answers, sign-ins under way, the journal of renewals) is still sealed';
  const rest = unreadable.length === 0 ? '' : ', and until nothing is left that does not open';
  return `${day} with them. Take them away after that day${rest}. Backups may need them for longer.`;
}

/** A sealed text that was changed, moved or sealed by a lost key is never passed over in silence. */
function noteUnreadable(audit: AuditLog, row: string): void {
  audit.record({ vendorId: null, action: 'encryption_keys.unreadable', outcome: 'refused', actor: 'cli', target: row });
}
