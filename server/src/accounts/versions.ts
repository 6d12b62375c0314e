import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { databaseTime } from '../database/now.ts';
import type { Schema } from '../database/schema.ts';

/**
 * Notes that a vendor's accounts or keys change, within the transaction that changes them, so that every process
 * forgets what it cached of that vendor. Call it first: it takes SQLite's write lock before anything is read. The time is
 * the database's, as is the one that it is compared with: a process whose clock is wrong is heard like any other.
 */
export async function noteAccountChange(transaction: Transaction<Schema>, vendorId: string): Promise<void> {
  const now = databaseTime(transaction);
  await transaction
    .insertInto('account_versions')
    .values({ vendor_id: vendorId, version: 1, changed_at: now })
    .onConflict((conflict) =>
      conflict.column('vendor_id').doUpdateSet({ version: sql`account_versions.version + 1`, changed_at: now }),
    )
    .execute();
}
