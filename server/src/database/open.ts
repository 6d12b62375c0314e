import type { Kysely } from 'kysely';
import type { Metrics } from '../metrics/metrics.ts';
import { openPostgres } from './postgres.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export type Database = Kysely<Schema>;

/** Which database: what of the settings names it. */
export interface DatabaseConfig {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}

/** Opens PostgreSQL where a URL is set, the embedded SQLite otherwise. */
export function openDatabase({ databaseUrl, dataDir }: DatabaseConfig, metrics?: Metrics): Database {
  return databaseUrl === undefined ? openSqlite(dataDir, metrics) : openPostgres(databaseUrl, { metrics });
}
