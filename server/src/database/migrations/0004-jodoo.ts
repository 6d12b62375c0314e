import type { Kysely } from 'kysely';

/** Sign-in by Jodoo: a customer's integrations, whom their members are here, and the sessions that began by them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jodoo_integrations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('vendor_id', 'text', (c) => c.notNull().references('vendors.id').onDelete('cascade'))
    .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('suite_id', 'text', (c) => c.notNull())
    .addColumn('sealed_suite_secret', 'text', (c) => c.notNull())
    .addColumn('authorization_url', 'text', (c) => c.notNull())
    .addColumn('api_base', 'text', (c) => c.notNull())
    .addColumn('trusted_domains', 'text', (c) => c.notNull())
    .addColumn('tenant_ids', 'text', (c) => c.notNull())
    .addColumn('frame_origins', 'text', (c) => c.notNull())
    .addColumn('application_url', 'text')
    .addColumn('contact', 'text')
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('mapping_policy', 'text', (c) => c.notNull())
    .addColumn('secret_state', 'text', (c) => c.notNull())
    .addColumn('secret_checked_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('jodoo_integrations_by_vendor')
    .on('jodoo_integrations')
    .columns(['vendor_id', 'id'])
    .execute();
  await db.schema
    .createTable('jodoo_members')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('vendor_id', 'text', (c) => c.notNull())
    .addColumn('integration_id', 'text', (c) => c.notNull().references('jodoo_integrations.id').onDelete('cascade'))
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('member_id', 'text', (c) => c.notNull().references('members.id').onDelete('cascade'))
    .addColumn('disabled', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('jodoo_members_identity', ['integration_id', 'tenant_id', 'username'])
    .execute();
  await db.schema.createIndex('jodoo_members_by_vendor').on('jodoo_members').columns(['vendor_id', 'id']).execute();
  // One column a statement: SQLite takes no more.
  await db.schema.alterTable('sessions').addColumn('integration_id', 'text').execute();
  await db.schema.alterTable('sessions').addColumn('jodoo_member_id', 'text').execute();
}
