import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Metrics } from '../metrics/metrics.ts';
import { cacheStatements } from './cached-statements.ts';
import { guardSqlite } from './guarded-sqlite.ts';
import type { Schema } from './schema.ts';

/** Milliseconds to wait for another process that writes. The whole process waits, so it is short. */
const lockTime = 1_000;

/**
 * Opens the embedded database in `dataDir`, making both where they do not exist. Write-ahead logging lets the command
 * line work beside the server; `synchronous=FULL` makes an answered claim survive a power cut.
 */
export function openSqlite(dataDir: string, metrics?: Metrics): Kysely<Schema> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = new Sqlite(join(dataDir, 'inlay.db'), { timeout: lockTime });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  return new Kysely<Schema>({
    dialect: new SqliteDialect({ database: cacheStatements(guardSqlite(database, metrics)) }),
  });
}
