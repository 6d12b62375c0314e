import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { failPlainly } from './with-services.ts';

/** `inlay migrate`: brings the database's schema up to date, as every start does. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database up to date')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await failPlainly(async () => {
        const config = readConfig(process.env);
        const database = await openDatabase(config);
        try {
          const migrated = await migrate(config, database);
          if (json) console.log(JSON.stringify({ migrated }));
          else console.log(migrated.length === 0 ? 'Nothing to do.' : `Done: ${migrated.join(', ')}`);
        } finally {
          await database.destroy();
        }
      });
    });
}
