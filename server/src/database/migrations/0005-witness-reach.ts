import type { Kysely } from 'kysely';

/** Up to which `iat`, in seconds, a process may admit links into Redis before it is heard of again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('replay_witnesses')
    .addColumn('iat_max', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();
}
