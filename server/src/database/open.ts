import type { Kysely } from 'kysely';
import type { Metrics } from '../metrics/metrics.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

/** Which database: what of the settings names it. */
export interface DatabaseConfig {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}

/** Opens PostgreSQL where a URL is set, the embedded SQLite otherwise; loads the driver of that one alone. */
export async function openDatabase({ databaseUrl, dataDir }: DatabaseConfig, metrics?: Metrics): Promise<Database> {
  if (databaseUrl === undefined) return (await import('./sqlite.ts')).openSqlite(dataDir, metrics);
  return (await import('./postgres.ts')).openPostgres(databaseUrl, { metrics });
}
