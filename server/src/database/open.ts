import type { Kysely } from 'kysely';
import { openPostgres } from './postgres.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export type Database = Kysely<Schema>;

/** Opens PostgreSQL where a URL is set, the embedded SQLite otherwise. */
export function openDatabase(config: { readonly databaseUrl: string | undefined; readonly dataDir: string }): Database {
  return config.databaseUrl === undefined ? openSqlite(config.dataDir) : openPostgres(config.databaseUrl);
}
