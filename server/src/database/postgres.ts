import { Kysely, PostgresDialect } from 'kysely';
import type { Metrics } from '../metrics/metrics.ts';
import { GuardedPool } from './guarded-pool.ts';
import { postgresSettings, servingLimits } from './postgres-settings.ts';
import type { Schema } from './schema.ts';

/** What may be set otherwise than for serving requests. */
export interface PostgresOptions {
  readonly limits?: typeof servingLimits;
  readonly metrics?: Metrics | undefined;
}

/** Opens a pool to PostgreSQL 15 or newer. An unreachable server fails queries, not this call. */
export function openPostgres(url: string, { limits = servingLimits, metrics }: PostgresOptions = {}): Kysely<Schema> {
  const pool = new GuardedPool(postgresSettings(url, limits), limits, metrics);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
