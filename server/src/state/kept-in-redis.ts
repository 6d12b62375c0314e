import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Database } from '../database/open.ts';
import { databaseTime } from '../database/now.ts';
import { clockSkewMax } from './redis-scripts.ts';

/**
 * Milliseconds by which the `iat` of a link may be later than the last word of a process that keeps used links in Redis,
 * and which it admitted all the same: eight seconds without a word, half a minute that a link may be ahead, and the
 * greatest skew of clocks.
 */
const reach = 8_000 + 30_000 + clockSkewMax;

/**
 * SQL for the last `iat`, in milliseconds, of a link that may be used in Redis without this database knowing; 0 where no
 * process ever kept links there. A deployment whose setting changes, or whose processes differ in it, would otherwise
 * admit a link once in each store: see `docs/decisions/0019-a-lost-store-is-noticed.md`.
 */
export function keptInRedisUntil(): RawBuilder<number> {
  return sql<number>`(select coalesce(max(seen_at + clock_offset) + ${sql.lit(reach)}, 0) from replay_witnesses)`;
}

/** Milliseconds until a link that is signed then is known to be in no Redis; 0 where that holds of one signed now. */
export async function readWaitForRedis(database: Database): Promise<number> {
  const query = sql<{ wait: number }>`select ${keptInRedisUntil()} - ${databaseTime(database)} as wait`;
  const { rows } = await query.execute(database);
  return Math.max(0, rows[0]?.wait ?? 0);
}
