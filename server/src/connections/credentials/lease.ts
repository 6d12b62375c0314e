import { sql } from 'kysely';
import { databaseTime } from '../../database/now.ts';
import type { Database } from '../../database/open.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import type { RefreshJournal } from './journal.ts';

/** Milliseconds for which a renewal is its holder's alone: longer than the requests of one renewal may take together. */
export const leaseTime = 20_000;
/**
 * Milliseconds for which a rotating refresh token is left alone besides, where the holder's journal is another machine's:
 * it may hold the answer, and using the old token again could end them all (RFC 9700 §4.14.2).
 */
export const foreignPatience = 120_000;

/**
 * Makes `refreshId` the one renewal of the connection that is under way, by one statement and the database's clock: of any
 * number of callers on any number of instances, one gets the row. `undefined` where somebody else has it, or where the
 * credentials are not those of `row` any more.
 */
export async function takeLease(
  database: Database,
  journal: RefreshJournal,
  row: ConnectionRow,
  refreshId: string,
  isRotating: boolean,
): Promise<ConnectionRow | undefined> {
  const { refresh_id: before, sealed_credentials: sealed } = row;
  if (sealed === null) return undefined;
  const isForeign = before !== null && !journal.isOurs(before);
  const patience = leaseTime + (isForeign && isRotating ? foreignPatience : 0);
  const now = databaseTime(database);
  return database
    .updateTable('connections')
    .set({ refresh_id: refreshId, refresh_started_at: now })
    .where('id', '=', row.id)
    .where('status', '=', row.status)
    .where('sealed_credentials', '=', sealed)
    .where((b) =>
      before === null
        ? b('refresh_id', 'is', null)
        : b.and([b('refresh_id', '=', before), b('refresh_started_at', '<', sql<number>`${now} - ${patience}`)]),
    )
    .returningAll()
    .executeTakeFirst();
}
