import type { Reference } from '@inlay/shared';
import type { ExpressionBuilder, Transaction } from 'kysely';
import { whereReference } from '../accounts/directory.ts';
import type { Database } from '../database/open.ts';
import type { ConnectionRow, Schema } from '../database/schema.ts';
import { appendEvent } from './connection-events.ts';
import type { StatusEvent } from './connection-events.ts';
import { laterThan } from './connection-rows.ts';

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

/** What a vendor has at one provider. */
export type ProviderOfVendor = Pick<ConnectionRow, 'vendor_id' | 'provider'>;

/** Most exceptions that one statement makes; the others come along and are passed over. */
const exceptionsMax = 50;

/**
 * The rows of `connections`. Each method that changes a status keeps its event in the same transaction and answers it,
 * or `undefined` where the row was not as expected any more and nothing changed.
 */
export interface ConnectionStore {
  list(customerId: string, now: number): Promise<ConnectionRow[]>;
  find(customerId: string, reference: Reference, now: number): Promise<ConnectionRow | undefined>;
  listOfVendor(query: VendorQuery, now: number): Promise<ConnectionRow[]>;
  findOfVendor(vendorId: string, reference: Reference, now: number): Promise<ConnectionRow | undefined>;
  /** Whoever it belongs to. */
  byId(id: string): Promise<ConnectionRow | undefined>;
  /** Connections whose tokens are to be renewed by `now`, the most urgent first, without those of `except`. */
  due(now: number, limit: number, except: readonly ProviderOfVendor[]): Promise<ConnectionRow[]>;
  /** Those that hold credentials. */
  connectedOf(vendorId: string, customer: Reference): Promise<ConnectionRow[]>;
  insert(row: ConnectionRow): Promise<StatusEvent>;
  /**
   * Writes `next` over `before`, unless somebody else did meanwhile. No event where the status stays. The external id is
   * the vendor's to change: it stays as it is.
   */
  replace(before: ConnectionRow, next: ConnectionRow): Promise<readonly StatusEvent[] | undefined>;
  /**
   * Changes some columns of `before`, unless its status or its credentials changed meanwhile, or another renewal began.
   * While a renewal is under way its holder alone changes what belongs to it, though the text may be sealed anew.
   * `updated_at` is set here: to `now`, and never back.
   */
  change(
    before: ConnectionRow,
    columns: Partial<ConnectionRow>,
    now: number,
  ): Promise<readonly StatusEvent[] | undefined>;
  /** Gives a connection of the vendor another external id. Throws what the database says of one that is taken. */
  rename(
    vendorId: string,
    reference: Reference,
    externalId: string | null,
    now: number,
  ): Promise<ConnectionRow | undefined>;
  /** Removes `row`, unless its status or credentials changed meanwhile. Its event says `disconnected`. */
  remove(row: ConnectionRow, now: number): Promise<StatusEvent | undefined>;
  /** Removes a first try that failed. */
  removeFailed(row: ConnectionRow, code: string, now: number): Promise<StatusEvent | undefined>;
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

    byId: (id) => database.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst(),

    due: (now, limit, except) =>
      database
        .selectFrom('connections')
        .selectAll()
        .where('renew_at', '<=', now)
        .where('status', 'in', ['connected', 'error'])
        .where((b) =>
          b.and(
            except
              .slice(0, exceptionsMax)
              .map(({ vendor_id, provider }) => b.or([b('vendor_id', '!=', vendor_id), b('provider', '!=', provider)])),
          ),
        )
        .orderBy('renew_at')
        .limit(limit)
        .execute(),

    connectedOf: (vendorId, customer) =>
      database
        .selectFrom('connections')
        .selectAll()
        .where('vendor_id', '=', vendorId)
        .where('sealed_credentials', 'is not', null)
        .where('customer_id', 'in', (b) =>
          b
            .selectFrom('customers')
            .select('id')
            .where('vendor_id', '=', vendorId)
            .where(...whereReference(customer)),
        )
        .execute(),

    insert: (row) =>
      inTransaction(async (transaction) => {
        await transaction.insertInto('connections').values(row).execute();
        return appendEvent(transaction, row, row.updated_at);
      }),

    replace: (before, { external_id: _kept, ...next }) =>
      inTransaction(async (transaction) => {
        const row = await transaction
          .updateTable('connections')
          .set(next)
          .where(isAsBefore(before))
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return undefined;
        return before.status === row.status ? [] : [await appendEvent(transaction, row, row.updated_at)];
      }),

    change: (before, columns, now) =>
      inTransaction(async (transaction) => {
        const { id, status, refresh_id: refreshId } = before;
        const query = transaction.updateTable('connections').set({ ...columns, updated_at: laterThan(before, now) });
        const matching =
          refreshId === null
            ? query.where(isAsBefore(before)).where('refresh_id', 'is', null)
            : query.where('id', '=', id).where('status', '=', status).where('refresh_id', '=', refreshId);
        const row = await matching.returningAll().executeTakeFirst();
        if (row === undefined) return undefined;
        return status === row.status ? [] : [await appendEvent(transaction, row, row.updated_at)];
      }),

    rename: (vendorId, reference, externalId, now) =>
      database
        .updateTable('connections')
        .set({ external_id: externalId, updated_at: now })
        .where('vendor_id', '=', vendorId)
        .where('status', '!=', 'connecting')
        .where(...whereReference(reference))
        .returningAll()
        .executeTakeFirst(),

    remove: (row, now) =>
      inTransaction(async (transaction) => {
        const removed = await transaction
          .deleteFrom('connections')
          .where(isAsBefore(row))
          .returningAll()
          .executeTakeFirst();
        if (removed === undefined) return undefined;
        const last = { ...removed, status: 'disconnected', error_code: null } as const;
        return appendEvent(transaction, last, laterThan(removed, now));
      }),

    removeFailed: (row, code, now) =>
      inTransaction(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('connections')
          .where('id', '=', row.id)
          .where('status', '=', 'connecting')
          .executeTakeFirst();
        if (numDeletedRows === 0n) return undefined;
        return appendEvent(transaction, { ...row, status: 'error', error_code: code }, laterThan(row, now));
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

/** Every sealed text is unique, so that status and sealed text together tell whether a row is still the same. */
function isAsBefore({ id, status, sealed_credentials: sealed }: ConnectionRow) {
  return (b: ExpressionBuilder<Schema, 'connections'>) =>
    b.and([b('id', '=', id), b('status', '=', status), b('sealed_credentials', sealed === null ? 'is' : '=', sealed)]);
}
