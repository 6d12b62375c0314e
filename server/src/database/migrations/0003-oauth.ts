import type { Kysely } from 'kysely';

/** Authorization by OAuth: flows under way, a vendor's and a customer's settings of providers, tokens that are renewed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('flow_states')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('flow_states_by_end').on('flow_states').column('expires_at').execute();
  await db.schema
    .createTable('provider_settings')
    .addColumn('vendor_id', 'text', (c) => c.notNull().references('vendors.id').onDelete('cascade'))
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text')
    .addColumn('sealed_client_secret', 'text')
    .addColumn('scopes', 'text')
    .addColumn('settings', 'text', (c) => c.notNull().defaultTo('{}'))
    .addColumn('fields', 'text', (c) => c.notNull().defaultTo('{}'))
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('provider_settings_pk', ['vendor_id', 'provider'])
    .execute();
  await db.schema
    .createTable('customer_providers')
    .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id').onDelete('cascade'))
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('vendor_id', 'text', (c) => c.notNull())
    .addColumn('allowed', 'integer', (c) => c.notNull())
    .addColumn('scopes', 'text')
    .addColumn('fields', 'text', (c) => c.notNull().defaultTo('{}'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('customer_providers_pk', ['customer_id', 'provider'])
    .execute();
  // One column a statement: SQLite takes no more.
  await db.schema.alterTable('connections').addColumn('scopes', 'text').execute();
  await db.schema.alterTable('connections').addColumn('access_expires_at', 'bigint').execute();
  await db.schema.alterTable('connections').addColumn('renew_at', 'bigint').execute();
  await db.schema.alterTable('connections').addColumn('refresh_id', 'text').execute();
  await db.schema.alterTable('connections').addColumn('refresh_started_at', 'bigint').execute();
  await db.schema
    .alterTable('connections')
    .addColumn('refresh_failures', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('connections_by_renewal').on('connections').column('renew_at').execute();
}
