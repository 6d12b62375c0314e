import type { Clock } from '../clock.ts';
import type { Database } from '../database/open.ts';
import type { FlowStore } from './flow-store.ts';

/** Rows that one statement removes: few enough for the time that a statement has. */
const sweepSize = 1_000;

/** Keeps flows in the database, each in a row of its own; one statement is one step. */
export function createDatabaseFlowStore(database: Database, clock: Clock): FlowStore {
  return {
    async create(key, value, lifetime) {
      const now = clock();
      const result = await database
        .insertInto('flow_states')
        .values({ key, value, expires_at: now + lifetime })
        .onConflict((conflict) =>
          // What has expired is not there, though no sweep came by yet.
          conflict
            .column('key')
            .doUpdateSet({ value, expires_at: now + lifetime })
            .where('flow_states.expires_at', '<=', now),
        )
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
    },

    async read(key) {
      const row = await database
        .selectFrom('flow_states')
        .select('value')
        .where('key', '=', key)
        .where('expires_at', '>', clock())
        .executeTakeFirst();
      return row?.value;
    },

    async replace(key, before, next) {
      const result = await database
        .updateTable('flow_states')
        .set({ value: next })
        .where('key', '=', key)
        .where('value', '=', before)
        .where('expires_at', '>', clock())
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },

    async take(key) {
      const row = await database
        .deleteFrom('flow_states')
        .where('key', '=', key)
        .returning(['value', 'expires_at'])
        .executeTakeFirst();
      return row !== undefined && row.expires_at > clock() ? row.value : undefined;
    },

    async sweep() {
      const old = database.selectFrom('flow_states').select('key').where('expires_at', '<=', clock()).limit(sweepSize);
      let removed: bigint;
      do {
        ({ numDeletedRows: removed } = await database
          .deleteFrom('flow_states')
          .where('key', 'in', old)
          .executeTakeFirst());
      } while (removed === BigInt(sweepSize));
    },
  };
}
