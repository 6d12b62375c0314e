import { InlayError, isPublicId } from '@inlay/shared';
import { newId } from '../crypto/ids.ts';
import { randomText } from '../crypto/random-text.ts';
import type { Database } from '../database/open.ts';
import type { VendorRow } from '../database/schema.ts';
import { insertApiKey } from './api-keys.ts';
import { changeAccounts } from './change.ts';
import type { AccountServices, Author } from './change.ts';

/** A vendor as it was just made, with its admin account and its first API key. */
export interface NewVendor {
  readonly vendor: { readonly id: string; readonly key: string; readonly name: string };
  readonly adminCustomer: { readonly id: string };
  /** Shown once. */
  readonly apiKey: string;
}

/** What may be changed of a vendor. */
export interface VendorChange {
  readonly name?: string;
  readonly directLinksEnabled?: boolean;
  /** `null` leaves the vendor without an admin account. */
  readonly adminCustomerId?: string | null;
}

/** Makes a vendor with a random vendor key, an admin account and an API key that may do everything. Throws `request_invalid`. */
export async function createVendor(services: AccountServices, author: Author, name: string): Promise<NewVendor> {
  checkName(name);
  const vendor = { id: newId('vendor'), key: randomText(24), name };
  const adminCustomer = { id: newId('customer') };
  const made = await changeAccounts(services, vendor.id, async (transaction, now) => {
    const dates = { created_at: now, updated_at: now };
    await transaction
      .insertInto('vendors')
      .values({ ...vendor, ...dates, admin_customer_id: adminCustomer.id, direct_links_enabled: 1 })
      .execute();
    await transaction
      .insertInto('customers')
      .values({
        ...adminCustomer,
        ...dates,
        vendor_id: vendor.id,
        external_id: null,
        name: `${name} (admin)`,
        confirmed: 1,
        direct_links_enabled: 1,
        saml_required: 0,
        embedding_origins: '[]',
      })
      .execute();
    return insertApiKey(transaction, vendor.id, 'First key', ['*'], now);
  });
  const entry = { vendorId: vendor.id, outcome: 'changed', ...author } as const;
  services.audit.record({ ...entry, action: 'vendor.created', target: vendor.id, detail: { name } });
  services.audit.record({
    ...entry,
    action: 'customer.created',
    target: adminCustomer.id,
    customerId: adminCustomer.id,
  });
  services.audit.record({ ...entry, action: 'api_key.created', target: made.row.id, detail: { scopes: ['*'] } });
  return { vendor, adminCustomer, apiKey: made.key };
}

/**
 * Changes the vendor that `idOrKey` names. Throws `not_found` where there is none, or where the new admin account is no
 * customer of it.
 */
export async function updateVendor(
  services: AccountServices,
  author: Author,
  idOrKey: string,
  change: VendorChange,
): Promise<VendorRow> {
  const { id } = await findVendor(services.database, idOrKey);
  const { name, directLinksEnabled, adminCustomerId } = change;
  if (name !== undefined) checkName(name);
  const updated = await changeAccounts(services, id, async (transaction, now) => {
    if (typeof adminCustomerId === 'string') {
      const customer = await transaction
        .selectFrom('customers')
        .select('id')
        .where('vendor_id', '=', id)
        .where('id', '=', adminCustomerId)
        .executeTakeFirst();
      if (customer === undefined) throw new InlayError('not_found', { detail: 'no such customer of this vendor' });
    }
    return transaction
      .updateTable('vendors')
      .set({
        updated_at: now,
        ...(name === undefined ? {} : { name }),
        ...(directLinksEnabled === undefined ? {} : { direct_links_enabled: directLinksEnabled ? 1 : 0 }),
        ...(adminCustomerId === undefined ? {} : { admin_customer_id: adminCustomerId }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  const detail = { ...change };
  services.audit.record({ vendorId: id, action: 'vendor.updated', outcome: 'changed', ...author, target: id, detail });
  return updated;
}

/** All vendors, oldest first. */
export function listVendors(database: Database): Promise<VendorRow[]> {
  return database.selectFrom('vendors').selectAll().orderBy('id').execute();
}

/** Finds a vendor. Throws `not_found`. */
export async function findVendor(database: Database, idOrKey: string): Promise<VendorRow> {
  const row = await database
    .selectFrom('vendors')
    .selectAll()
    .where(isPublicId(idOrKey, 'vendor') ? 'id' : 'key', '=', idOrKey)
    .executeTakeFirst();
  if (row === undefined) throw new InlayError('not_found', { detail: 'no vendor has this id or key' });
  return row;
}

function checkName(name: string): void {
  if (/^[^\p{Cc}\p{Cs}]{1,200}$/u.test(name) && name.trim() !== '') return;
  throw new InlayError('request_invalid', {
    details: [{ path: '/name', message: 'must be 1 to 200 printable characters' }],
  });
}
