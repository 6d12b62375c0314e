import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Accounts, keys, sessions, audit, idempotency, connections. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('vendors')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('admin_customer_id', 'text')
    .addColumn('direct_links_enabled', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('customers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('vendor_id', 'text', (c) => c.notNull().references('vendors.id'))
    .addColumn('external_id', 'text')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('confirmed', 'integer', (c) => c.notNull())
    .addColumn('direct_links_enabled', 'integer', (c) => c.notNull())
    .addColumn('saml_required', 'integer', (c) => c.notNull())
    .addColumn('embedding_origins', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('customers_external_id', ['vendor_id', 'external_id'])
    .execute();
  await db.schema.createIndex('customers_by_vendor').on('customers').columns(['vendor_id', 'id']).execute();
  await db.schema
    .createTable('members')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('vendor_id', 'text', (c) => c.notNull().references('vendors.id'))
    .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id').onDelete('cascade'))
    .addColumn('external_id', 'text')
    .addColumn('name', 'text')
    .addColumn('email', 'text')
    .addColumn('confirmed', 'integer', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('members_external_id', ['vendor_id', 'external_id'])
    .execute();
  await db.schema.createIndex('members_by_customer').on('members').columns(['customer_id', 'id']).execute();
  await db.schema.createIndex('members_by_vendor').on('members').columns(['vendor_id', 'id']).execute();
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('vendor_id', 'text', (c) => c.notNull().references('vendors.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('prefix', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .addColumn('scopes', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute();
  await db.schema
    .createTable('signing_keys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('vendor_id', 'text', (c) => c.notNull().references('vendors.id'))
    .addColumn('kid', 'text', (c) => c.notNull())
    .addColumn('public_jwk', 'text', (c) => c.notNull())
    .addColumn('thumbprint', 'text', (c) => c.notNull())
    .addColumn('bits', 'integer', (c) => c.notNull())
    .addColumn('sealed_private_key', 'text')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('revoked_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('signing_keys_kid', ['vendor_id', 'kid'])
    .addUniqueConstraint('signing_keys_thumbprint', ['vendor_id', 'thumbprint'])
    .execute();
  await db.schema
    .createTable('account_versions')
    .addColumn('vendor_id', 'text', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('sessions')
    .addColumn('link', 'text', (c) => c.primaryKey())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('vendor_id', 'text', (c) => c.notNull())
    .addColumn('customer_id', 'text', (c) => c.notNull())
    .addColumn('member_id', 'text')
    .addColumn('signing_key_id', 'text')
    .addColumn('secret_hash', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('link_iat', 'bigint', (c) => c.notNull())
    .addColumn('opened_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_reason', 'text')
    .addColumn('keep_until', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('sessions_by_vendor').on('sessions').columns(['vendor_id', 'id']).execute();
  await db.schema.createIndex('sessions_by_end').on('sessions').column('keep_until').execute();
  await db.schema
    .createTable('audit_events')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('vendor_id', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('code', 'text')
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('customer_id', 'text')
    .addColumn('member_id', 'text')
    .addColumn('origin', 'text')
    .addColumn('jti', 'text')
    .addColumn('request_id', 'text')
    .addColumn('target', 'text')
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_events_by_vendor').on('audit_events').columns(['vendor_id', 'id']).execute();
  // Most events have no code and many no target, and ids of targets and requests are nobody else's: without what is missing,
  // and without the vendor, an event costs the database a seventh less and its disk three tenths.
  await db.schema
    .createIndex('audit_events_by_target')
    .on('audit_events')
    .columns(['target', 'id'])
    .where(sql.ref('target'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('audit_events_by_request')
    .on('audit_events')
    .columns(['request_id', 'id'])
    .where(sql.ref('request_id'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('audit_events_by_code')
    .on('audit_events')
    .columns(['vendor_id', 'code', 'id'])
    .where(sql.ref('code'), 'is not', null)
    .execute();
  await db.schema
    .createTable('idempotency_keys')
    .addColumn('vendor_id', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('request_hash', 'text', (c) => c.notNull())
    .addColumn('status', 'integer')
    .addColumn('sealed_body', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('idempotency_keys_pk', ['vendor_id', 'key'])
    .execute();
  await db.schema
    .createTable('connections')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('vendor_id', 'text', (c) => c.notNull())
    .addColumn('customer_id', 'text', (c) => c.notNull().references('customers.id').onDelete('cascade'))
    .addColumn('member_id', 'text')
    .addColumn('external_id', 'text')
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text')
    .addColumn('account_label', 'text')
    .addColumn('fields', 'text', (c) => c.notNull())
    .addColumn('sealed_credentials', 'text')
    .addColumn('error_code', 'text')
    .addColumn('connected_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('connections_external_id', ['vendor_id', 'external_id'])
    .execute();
  await db.schema.createIndex('connections_by_customer').on('connections').columns(['customer_id', 'id']).execute();
  await db.schema
    .createTable('connection_events')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('customer_id', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('connection_events_by_customer')
    .on('connection_events')
    .columns(['customer_id', 'id'])
    .execute();
  await db.schema.createIndex('connection_events_by_time').on('connection_events').column('at').execute();
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
}
