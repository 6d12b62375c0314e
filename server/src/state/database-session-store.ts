import { sql } from 'kysely';
import type { Database } from '../database/open.ts';
import type { SessionRow } from '../database/schema.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

const forgottenSetting = 'sessions.forgotten_iat';
/**
 * Milliseconds beyond a link's `iat` for which it stays used at least: 30 s behind, 30 s ahead, and a wide margin for
 * clocks that differ or are set back.
 */
const linkMemory = 24 * 3_600_000;

/** Records that one statement removes: few enough for the time that a statement has, and for others to go on meanwhile. */
const sweepSize = 1_000;

/** Keeps sessions in the database: the primary key on `link` is what makes a claim exclusive. */
export function createDatabaseSessionStore(database: Database): SessionStore {
  /** Links up to this `iat` (seconds) may have been swept: even a clock set back must not let one in again. */
  let forgottenIat: Promise<number> | undefined;

  async function readForgottenIat(): Promise<number> {
    const row = await database
      .selectFrom('settings')
      .select('value')
      .where('name', '=', forgottenSetting)
      .executeTakeFirst();
    return Number(row?.value ?? -1);
  }

  function forgotten(): Promise<number> {
    forgottenIat ??= readForgottenIat().catch((error: unknown) => {
      forgottenIat = undefined;
      throw error;
    });
    return forgottenIat;
  }

  /** Removes some records and remembers up to which `iat`, both or neither; says how many. */
  async function sweepSome(now: number): Promise<number> {
    const removed = await database.transaction().execute(async (transaction) => {
      const old = transaction.selectFrom('sessions').select('link').where('keep_until', '<', now).limit(sweepSize);
      const rows = await transaction.deleteFrom('sessions').where('link', 'in', old).returning('link_iat').execute();
      if (rows.length === 0) return 0;
      const latest = Math.max(...rows.map(({ link_iat: iat }) => iat));
      await transaction
        .insertInto('settings')
        .values({ name: forgottenSetting, value: String(latest) })
        .onConflict((conflict) =>
          // Of processes that sweep at once, the one that is last must not take the mark back.
          conflict
            .column('name')
            .doUpdateSet({ value: String(latest) })
            .where(sql<boolean>`cast(settings.value as bigint) < ${latest}`),
        )
        .execute();
      return rows.length;
    });
    forgottenIat = undefined;
    return removed;
  }

  return {
    start: async () => undefined,

    async open(record) {
      if (record.linkIat <= (await forgotten())) return 'forgotten';
      const result = await database
        .insertInto('sessions')
        .values(toRow(record))
        // Of the link, or of the session's id, which is made of the link: claims of one millisecond share it.
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) === 1 ? 'opened' : 'used';
    },

    async linkState(link, iat) {
      if (iat <= (await forgotten())) return 'forgotten';
      const row = await database.selectFrom('sessions').select('id').where('link', '=', link).executeTakeFirst();
      return row === undefined ? 'fresh' : 'used';
    },

    async find(link) {
      const row = await database.selectFrom('sessions').selectAll().where('link', '=', link).executeTakeFirst();
      return row && toRecord(row);
    },

    async findById(vendorId, id) {
      const row = await database
        .selectFrom('sessions')
        .selectAll()
        .where('vendor_id', '=', vendorId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toRecord(row);
    },

    async list({ vendorId, customerId, after, limit }) {
      let query = database.selectFrom('sessions').selectAll().where('vendor_id', '=', vendorId);
      if (customerId !== undefined) query = query.where('customer_id', '=', customerId);
      if (after !== undefined) query = query.where('id', '<', after);
      const rows = await query.orderBy('id', 'desc').limit(limit).execute();
      return rows.map(toRecord);
    },

    async touch(link, at) {
      await database
        .updateTable('sessions')
        .set({ last_seen_at: at })
        .where('link', '=', link)
        .where('last_seen_at', '<', at)
        .execute();
    },

    async end(link, reason, at) {
      const result = await database
        .updateTable('sessions')
        .set({ ended_at: at, ended_reason: reason })
        .where('link', '=', link)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },

    async sweep(now) {
      let removed = 0;
      for (;;) {
        const rows = await sweepSome(now);
        removed += rows;
        if (rows < sweepSize) return removed;
        // Requests have their turn between two statements.
        await new Promise<void>((resolve) => void setImmediate(resolve));
      }
    },

    close: async () => undefined,
  };
}

function toRow(record: SessionRecord): SessionRow {
  return {
    link: record.link,
    id: record.id,
    vendor_id: record.vendorId,
    customer_id: record.customerId,
    member_id: record.memberId,
    signing_key_id: record.signingKeyId,
    secret_hash: record.secretHash,
    origin: record.origin,
    path: record.path,
    link_iat: record.linkIat,
    opened_at: record.openedAt,
    last_seen_at: record.lastSeenAt,
    expires_at: record.expiresAt,
    ended_at: record.endedAt,
    ended_reason: record.endedReason,
    keep_until: Math.max(record.openedAt, record.linkIat * 1000) + linkMemory,
    integration_id: record.integrationId,
    jodoo_member_id: record.jodooMemberId,
  };
}

function toRecord(row: SessionRow): SessionRecord {
  return {
    link: row.link,
    id: row.id,
    vendorId: row.vendor_id,
    customerId: row.customer_id,
    memberId: row.member_id,
    signingKeyId: row.signing_key_id,
    integrationId: row.integration_id,
    jodooMemberId: row.jodoo_member_id,
    secretHash: row.secret_hash,
    origin: row.origin,
    path: row.path,
    linkIat: row.link_iat,
    openedAt: row.opened_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endedReason: row.ended_reason,
  };
}
