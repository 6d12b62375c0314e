import type { Kysely } from 'kysely';

/** What the database knows of the store that remembers used links: its epoch, and which processes work with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('replay_guard')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('epoch', 'text', (c) => c.notNull())
    .addColumn('servers', 'text', (c) => c.notNull())
    .addColumn('refuse_until_iat', 'bigint', (c) => c.notNull())
    .addColumn('losses', 'integer', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('replay_witnesses')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('epoch', 'text', (c) => c.notNull())
    .addColumn('servers', 'text', (c) => c.notNull())
    .addColumn('marks', 'text', (c) => c.notNull())
    .addColumn('closed', 'integer', (c) => c.notNull())
    .addColumn('clock_offset', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute();
}
