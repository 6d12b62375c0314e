import { sql } from 'kysely';
import type { Database } from '../database/open.ts';
import { databaseTime } from '../database/now.ts';
import type { Flag, ReplayGuardTable } from '../database/schema.ts';
import { firstSessionIdAt } from '../sessions/session-id.ts';

/** What the database knows of the store of used links. */
export interface GuardRow {
  readonly epoch: string;
  readonly servers: string;
  readonly refuseUntilIat: number;
  readonly losses: number;
  /** The time by the database's clock, in milliseconds. */
  readonly now: number;
}

/** What a process has seen of the store. */
export interface Witness {
  readonly id: string;
  readonly epoch: string;
  readonly servers: string;
  readonly marks: readonly number[];
  readonly closed: boolean;
  /** Milliseconds by which Redis's clock was ahead of the database's. */
  readonly clockOffset: number;
  /** The last `iat`, in seconds, of a link that it may admit before it is heard of again. */
  readonly iatMax: number;
}

/** What a process reported, and when. */
export interface ReportedWitness extends Omit<Witness, 'clockOffset' | 'iatMax'> {
  readonly seenAt: number;
}

/** Milliseconds for which what a process claimed can still matter: twice the window of a link, and its reports' interval. */
const witnessMemory = 120_000;
const name = 'links';

/** The guard's rows in the database. Each change is one statement that takes effect for one of those who try it. */
export interface GuardRows {
  read(): Promise<GuardRow | undefined>;
  /** Begins the first epoch; says whether it was this call that did. */
  begin(epoch: string, servers: string): Promise<boolean>;
  /** Puts a new epoch in place of `from`; says whether it was this call that did. */
  declareLoss(from: string, epoch: string, servers: string, refuseUntilIat: number): Promise<boolean>;
  /** Notes that the epoch is whole on other servers than before; says whether it was this call that did. */
  moveServers(epoch: string, from: string, to: string): Promise<boolean>;
  report(witness: Witness): Promise<void>;
  /** Processes whose claims may still matter. */
  witnesses(): Promise<readonly ReportedWitness[]>;
  /** Closes the books of a process that ended without a word, unless it has reported since. */
  close(witness: ReportedWitness, marks: readonly number[]): Promise<void>;
  /** How far apart the clocks were by the last report of any process; `undefined` where there is none. */
  lastClockOffset(): Promise<number | undefined>;
  /** The last `iat`, in seconds, of a link that the database itself admitted lately, without Redis; 0 where there is none. */
  databaseAdmittedUntil(now: number): Promise<number>;
  /** Has links up to this `iat`, in seconds, refused, where not more of them are. */
  refuseUntil(epoch: string, iat: number): Promise<void>;
}

export function createGuardRows(database: Database): GuardRows {
  const time = databaseTime(database);

  async function change(
    epoch: string,
    servers: string,
    changes: Partial<ReplayGuardTable>,
    isLoss: boolean,
  ): Promise<boolean> {
    const result = await database
      .updateTable('replay_guard')
      .set((row) => ({ ...changes, ...(isLoss ? { losses: row('losses', '+', 1) } : {}), changed_at: time }))
      .where('name', '=', name)
      .where('epoch', '=', epoch)
      .$if(!isLoss, (query) => query.where('servers', '=', servers))
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  return {
    async read() {
      const row = await database
        .selectFrom('replay_guard')
        .select(['epoch', 'servers', 'refuse_until_iat', 'losses', time.as('now')])
        .where('name', '=', name)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { refuse_until_iat: refuseUntilIat, ...rest } = row;
      return { ...rest, refuseUntilIat };
    },

    async begin(epoch, servers) {
      const result = await database
        .insertInto('replay_guard')
        .values({ name, epoch, servers, refuse_until_iat: 0, losses: 0, changed_at: time })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
    },

    declareLoss: (from, epoch, servers, refuseUntilIat) =>
      change(from, servers, { epoch, servers, refuse_until_iat: refuseUntilIat }, true),

    moveServers: (epoch, from, to) => change(epoch, from, { servers: to }, false),

    async report({ id, epoch, servers, marks, closed, clockOffset, iatMax }) {
      const flag: Flag = closed ? 1 : 0;
      const seen = { epoch, servers, marks: JSON.stringify(marks), closed: flag };
      const values = { ...seen, clock_offset: clockOffset, iat_max: iatMax };
      await database
        .insertInto('replay_witnesses')
        .values({ id, ...values, seen_at: time })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...values, seen_at: time }))
        .execute();
    },

    async witnesses() {
      await database
        .deleteFrom('replay_witnesses')
        .where('seen_at', '<', oldestOf(witnessMemory * 30))
        .execute();
      const rows = await database
        .selectFrom('replay_witnesses')
        .selectAll()
        .where('seen_at', '>', oldestOf(witnessMemory))
        .execute();
      return rows.map(({ id, epoch, servers, marks, closed, seen_at: seenAt }) => ({
        id,
        epoch,
        servers,
        marks: JSON.parse(marks) as number[],
        closed: closed === 1,
        seenAt,
      }));
    },

    async close({ id, seenAt }, marks) {
      await database
        .updateTable('replay_witnesses')
        .set({ closed: 1, marks: JSON.stringify(marks) })
        .where('id', '=', id)
        .where('seen_at', '=', seenAt)
        .execute();
    },

    async lastClockOffset() {
      const row = await database
        .selectFrom('replay_witnesses')
        .select('clock_offset')
        .orderBy('seen_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.clock_offset;
    },

    async databaseAdmittedUntil(now) {
      const row = await database
        .selectFrom('sessions')
        .select(({ fn }) => fn.max('link_iat').as('iat'))
        .where('id', '>=', firstSessionIdAt(now - witnessMemory))
        .where('id', '<', firstSessionIdAt(now + witnessMemory))
        .executeTakeFirst();
      return row?.iat ?? 0;
    },

    async refuseUntil(epoch, iat) {
      await database
        .updateTable('replay_guard')
        .set({ refuse_until_iat: iat, changed_at: time })
        .where('name', '=', name)
        .where('epoch', '=', epoch)
        .where('refuse_until_iat', '<', iat)
        .execute();
    },
  };

  function oldestOf(age: number) {
    return sql<number>`${time} - ${age}`;
  }
}
