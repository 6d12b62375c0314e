import { PostgresAdapter, sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Database } from './open.ts';

/** SQL for the time by the database's own clock, in milliseconds since 1970 UTC: one clock for all processes. */
export function databaseTime(database: Database): RawBuilder<number> {
  return database.getExecutor().adapter instanceof PostgresAdapter
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
}

/** Asks the database for its time. */
export async function readDatabaseTime(database: Database): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${databaseTime(database)} as now`.execute(database);
  return rows[0]?.now ?? Number.NaN;
}
