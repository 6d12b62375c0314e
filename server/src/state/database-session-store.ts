import { InlayError } from '@inlay/shared';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import type { Database } from '../database/open.ts';
import type { SessionRow } from '../database/schema.ts';
import { DatabaseUnavailable } from '../database/unavailable.ts';
import { keptInRedisUntil, readWaitForRedis } from './kept-in-redis.ts';
import { toRecord, toRow } from './session-rows.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';
import { createUnansweredClaims } from './unanswered-claims.ts';

const forgottenSetting = 'sessions.forgotten_iat';
/** Records that one statement removes: few enough for the time that a statement has, and for others to go on meanwhile. */
const sweepSize = 1_000;

/** Milliseconds between two attempts to take back what was claimed for nobody. */
const takeBackInterval = 1_000;

/** Keeps sessions in the database: the primary key on `link` is what makes a claim exclusive. */
export function createDatabaseSessionStore(database: Database): SessionStore {
  /** Links up to this `iat` (seconds) may have been swept: even a clock set back must not let one in again. */
  let forgottenIat: Promise<number> | undefined;

  let timer: NodeJS.Timeout | undefined;
  const unanswered = createUnansweredClaims<SessionRecord>(async ({ link, secretHash }) => {
    const own = database.deleteFrom('sessions').where('link', '=', link).where('secret_hash', '=', secretHash);
    return (await own.executeTakeFirst()).numDeletedRows === 1n;
  });

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

  /** Writes the record, unless the link is used, or may be in a Redis; says whether it did. */
  async function write(record: SessionRecord): Promise<boolean> {
    const row = Object.entries(toRow(record)) as [keyof SessionRow, string | number | null][];
    const result = await database
      .insertInto('sessions')
      .columns(row.map(([column]) => column))
      .expression(
        database
          .selectNoFrom((eb) => row.map(([column, value]) => eb.val(value).as(column)))
          .where(isKnownHere(record.linkIat)),
      )
      // Of the link, or of the session's id, which is made of the link: claims of one millisecond share it.
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
  }

  /** The same; a claim that failed, and may have been carried out for all that, is taken back. */
  async function claim(record: SessionRecord): Promise<boolean> {
    try {
      return await write(record);
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || error.isUnsure) {
        unanswered.add(record.link, record);
        timer ??= setInterval(takeBack, takeBackInterval).unref();
      }
      throw error;
    }
  }

  function takeBack(): void {
    unanswered.takeBack();
    if (!unanswered.isEmpty()) return;
    clearInterval(timer);
    timer = undefined;
  }

  /** Whether a link is used. Throws `service_unavailable` for one that another process may have used in a Redis. */
  async function look(link: string, iat: number): Promise<'used' | 'fresh'> {
    const { used, known } = await database
      .selectNoFrom((expression) => [
        expression.exists(expression.selectFrom('sessions').select('id').where('link', '=', link)).as('used'),
        isKnownHere(iat).as('known'),
      ])
      .executeTakeFirstOrThrow();
    if (used) return 'used';
    if (known) return 'fresh';
    const retryAfter = Math.ceil((await readWaitForRedis(database, iat * 1000)) / 1000) + 1;
    const detail = 'links are kept in Redis by processes of this deployment, or were until just now';
    throw new InlayError('service_unavailable', { detail, retryAfter });
  }

  /** Whether a link of this `iat`, in seconds, can only have been used where this database knows of it. */
  function isKnownHere(iat: number): RawBuilder<SqlBool> {
    return sql<SqlBool>`${iat} > ${keptInRedisUntil(database)}`;
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
      await unanswered.settle(record.link);
      if (await claim(record)) return 'opened';
      if ((await look(record.link, record.linkIat)) === 'used') return 'used';
      // Between the two statements another's claim was taken back, or the word of a process with Redis ran out.
      return (await claim(record)) ? 'opened' : 'used';
    },

    async linkState(link, iat) {
      if (iat <= (await forgotten())) return 'forgotten';
      await unanswered.settle(link);
      return look(link, iat);
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

    close: async () => clearInterval(timer),
  };
}
