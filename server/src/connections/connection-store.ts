import type { Reference } from '@inlay/shared';
import type { ExpressionBuilder, Transaction } from 'kysely';
import { whereReference } from '../accounts/directory.ts';
import type { Database } from '../database/open.ts';
import type { ConnectionRow, Schema } from '../database/schema.ts';
import { appendEvent } from './connection-events.ts';
import type { ConnectionEvent } from './connection-events.ts';

/** Milliseconds after which a first try that has not ended counts as given up: its process is gone. */
export const connectingLimit = 60_000;

/** One page of a vendor's connections. */
export interface VendorQuery {
  readonly vendorId: string;
  readonly customerId: string | undefined;
  /** Id of the last connection of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/**
 * The rows of `connections`. Each method that changes a status keeps its event in the same transaction and answers it,
 * or `undefined` where the row was not as expected any more and nothing changed.
 */
export interface ConnectionStore {
  list(customerId: string, now: number): Promise<ConnectionRow[]>;
  find(customerId: string, reference: Reference, now: number): Promise<ConnectionRow | undefined>;
  listOfVendor(query: VendorQuery, now: number): Promise<ConnectionRow[]>;
  findOfVendor(vendorId: string, reference: Reference, now: number): Promise<ConnectionRow | undefined>;
  insert(row: ConnectionRow, now: number): Promise<ConnectionEvent>;
  /** Writes `next` over `before`, unless somebody else did meanwhile. No event where the status stays. */
  replace(before: ConnectionRow, next: ConnectionRow, now: number): Promise<readonly ConnectionEvent[] | undefined>;
  /** Removes a first try that failed. */
  removeFailed(row: ConnectionRow, code: string, now: number): Promise<ConnectionEvent | undefined>;
  /** First tries that were given up on. */
  abandoned(now: number): Promise<ConnectionRow[]>;
}

export function createConnectionStore(database: Database): ConnectionStore {
  const inTransaction = <T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T> =>
    database.transaction().execute(work);

  async function findOne(
    owner: 'customer_id' | 'vendor_id',
    ownerId: string,
    reference: Reference,
    now: number,
  ): Promise<ConnectionRow | undefined> {
    const row = await database
      .selectFrom('connections')
      .selectAll()
      .where(owner, '=', ownerId)
      .where(...whereReference(reference))
      .executeTakeFirst();
    return row === undefined || isAbandoned(row, now) ? undefined : row;
  }

  return {
    async list(customerId, now) {
      const rows = await database
        .selectFrom('connections')
        .selectAll()
        .where('customer_id', '=', customerId)
        .orderBy('id')
        .execute();
      return rows.filter((row) => !isAbandoned(row, now));
    },

    async listOfVendor({ vendorId, customerId, after, limit }, now) {
      let query = database.selectFrom('connections').selectAll().where('vendor_id', '=', vendorId);
      if (customerId !== undefined) query = query.where('customer_id', '=', customerId);
      if (after !== undefined) query = query.where('id', '<', after);
      const isThere = (b: ExpressionBuilder<Schema, 'connections'>) =>
        b.or([b('status', '!=', 'connecting'), b('created_at', '>=', now - connectingLimit)]);
      return query.where(isThere).orderBy('id', 'desc').limit(limit).execute();
    },

    find: (customerId, reference, now) => findOne('customer_id', customerId, reference, now),
    findOfVendor: (vendorId, reference, now) => findOne('vendor_id', vendorId, reference, now),

    insert: (row, now) =>
      inTransaction(async (transaction) => {
        await transaction.insertInto('connections').values(row).execute();
        return appendEvent(transaction, row, now);
      }),

    replace: (before, next, now) =>
      inTransaction(async (transaction) => {
        // Every sealed text is unique, so that status and sealed text together tell whether the row is still the same.
        const { numUpdatedRows } = await transaction
          .updateTable('connections')
          .set(next)
          .where('id', '=', before.id)
          .where('status', '=', before.status)
          .where('sealed_credentials', before.sealed_credentials === null ? 'is' : '=', before.sealed_credentials)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return undefined;
        return before.status === next.status ? [] : [await appendEvent(transaction, next, now)];
      }),

    removeFailed: (row, code, now) =>
      inTransaction(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('connections')
          .where('id', '=', row.id)
          .where('status', '=', 'connecting')
          .executeTakeFirst();
        if (numDeletedRows === 0n) return undefined;
        return appendEvent(transaction, { ...row, status: 'error', error_code: code }, now);
      }),

    abandoned: (now) =>
      database
        .selectFrom('connections')
        .selectAll()
        .where('status', '=', 'connecting')
        .where('created_at', '<', now - connectingLimit)
        .execute(),
  };
}

function isAbandoned({ status, created_at }: ConnectionRow, now: number): boolean {
  return status === 'connecting' && created_at < now - connectingLimit;
}
