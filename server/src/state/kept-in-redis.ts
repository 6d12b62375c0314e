import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Database } from '../database/open.ts';
import { databaseTime } from '../database/now.ts';

/** Milliseconds for which the word of a process matters: whatever it admitted is too old by then. */
const memory = 120_000;

/**
 * SQL for the last `iat`, in seconds, of a link that may be used in Redis without this database knowing; 0 where no process
 * kept links there of late. A deployment whose setting changes, or whose processes differ in it, would otherwise admit a
 * link once in each store: see `docs/decisions/0019-a-lost-store-is-noticed.md`.
 */
export function keptInRedisUntil(database: Database): RawBuilder<number> {
  const now = databaseTime(database);
  const isLate = sql<boolean>`seen_at > ${now} - ${memory} and seen_at < ${now} + ${memory}`;
  return sql<number>`(select coalesce(max(iat_max), 0) from replay_witnesses where ${isLate})`;
}

/** Milliseconds from `now` until links are known to be in no Redis; 0 where those that are signed now are. */
export async function readWaitForRedis(database: Database, now: number): Promise<number> {
  const { rows } = await sql<{ until: number }>`select ${keptInRedisUntil(database)} as until`.execute(database);
  return Math.max(0, (rows[0]?.until ?? 0) * 1000 - now);
}
