import { InlayError } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import { newId } from '../crypto/ids.ts';
import type { Database } from '../database/open.ts';
import type { CustomerRow } from '../database/schema.ts';
import { changeAccounts } from './change.ts';
import type { AccountServices, Author } from './change.ts';
import { violatesUnique } from './conflicts.ts';
import { whereReference } from './directory.ts';
import { checkEmbeddingOrigins } from './embedding-origins.ts';

/** What is stated of a new customer; what is left out takes the contract's default. */
export interface CustomerInput extends CustomerChange {
  readonly name: string;
}

/** What may be changed of a customer. */
export interface CustomerChange {
  readonly name?: string;
  readonly externalId?: string | null;
  readonly embeddingOrigins?: readonly string[];
  readonly confirmed?: boolean;
  readonly directLinksEnabled?: boolean;
  readonly samlRequired?: boolean;
}

/** A page of a list: what stands after `after`, newest first. */
export interface PageQuery {
  readonly after?: string;
  readonly limit: number;
}

/** Makes a customer. Throws `embedding_origin_invalid` and `external_id_taken`. */
export async function createCustomer(
  services: AccountServices,
  author: Author,
  vendorId: string,
  input: CustomerInput,
): Promise<CustomerRow> {
  checkEmbeddingOrigins(input.embeddingOrigins ?? []);
  const row = await changeAccounts(services, vendorId, async (transaction, now) => {
    const values: CustomerRow = {
      id: newId('customer'),
      vendor_id: vendorId,
      external_id: null,
      name: input.name,
      confirmed: 1,
      direct_links_enabled: 1,
      saml_required: 0,
      embedding_origins: '[]',
      created_at: now,
      updated_at: now,
      ...columnsOf(input),
    };
    await transaction.insertInto('customers').values(values).execute();
    return values;
  }).catch(refuseTakenExternalId);
  record(services, author, 'customer.created', row, input);
  return row;
}

/** Changes a customer. Throws `not_found`, `embedding_origin_invalid` and `external_id_taken`. */
export async function updateCustomer(
  services: AccountServices,
  author: Author,
  vendorId: string,
  reference: Reference,
  change: CustomerChange,
): Promise<CustomerRow> {
  checkEmbeddingOrigins(change.embeddingOrigins ?? []);
  const row = await changeAccounts(services, vendorId, (transaction, now) =>
    transaction
      .updateTable('customers')
      .set({ ...columnsOf(change), updated_at: now })
      .where('vendor_id', '=', vendorId)
      .where(...whereReference(reference))
      .returningAll()
      .executeTakeFirst(),
  ).catch(refuseTakenExternalId);
  if (row === undefined) throw new InlayError('not_found');
  record(services, author, 'customer.updated', row, change);
  return row;
}

/**
 * Deletes a customer with its members and connections; its sessions end and its links stay used. Throws `not_found`,
 * and `customer_is_admin` for the vendor's admin account.
 */
export async function deleteCustomer(
  services: AccountServices,
  author: Author,
  vendorId: string,
  reference: Reference,
): Promise<void> {
  const row = await changeAccounts(services, vendorId, async (transaction) => {
    const deleted = await transaction
      .deleteFrom('customers')
      .where('vendor_id', '=', vendorId)
      .where(...whereReference(reference))
      .returningAll()
      .executeTakeFirst();
    if (deleted === undefined) throw new InlayError('not_found');
    const vendor = await transaction
      .selectFrom('vendors')
      .select('id')
      .where('admin_customer_id', '=', deleted.id)
      .executeTakeFirst();
    if (vendor !== undefined) throw new InlayError('customer_is_admin');
    return deleted;
  });
  record(services, author, 'customer.deleted', row, {});
}

/** Finds a customer. Throws `not_found`. */
export async function getCustomer(database: Database, vendorId: string, reference: Reference): Promise<CustomerRow> {
  const row = await database
    .selectFrom('customers')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .where(...whereReference(reference))
    .executeTakeFirst();
  if (row === undefined) throw new InlayError('not_found');
  return row;
}

/** One page of a vendor's customers. */
export function listCustomers(database: Database, vendorId: string, page: PageQuery): Promise<CustomerRow[]> {
  return database
    .selectFrom('customers')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .$if(page.after !== undefined, (query) => query.where('id', '<', page.after ?? ''))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** The columns of the members that are present; nothing else of `change` can reach the table. */
function columnsOf(change: CustomerChange): Partial<CustomerRow> {
  const { name, externalId, embeddingOrigins, confirmed, directLinksEnabled, samlRequired } = change;
  return {
    ...(name === undefined ? {} : { name }),
    ...(externalId === undefined ? {} : { external_id: externalId }),
    ...(embeddingOrigins === undefined ? {} : { embedding_origins: JSON.stringify(embeddingOrigins) }),
    ...(confirmed === undefined ? {} : { confirmed: confirmed ? 1 : 0 }),
    ...(directLinksEnabled === undefined ? {} : { direct_links_enabled: directLinksEnabled ? 1 : 0 }),
    ...(samlRequired === undefined ? {} : { saml_required: samlRequired ? 1 : 0 }),
  };
}

function refuseTakenExternalId(error: unknown): never {
  if (violatesUnique(error, 'customers', 'external_id')) throw new InlayError('external_id_taken', { cause: error });
  throw error;
}

function record(
  services: AccountServices,
  author: Author,
  action: string,
  row: CustomerRow,
  change: CustomerChange,
): void {
  const { vendor_id: vendorId, id } = row;
  const detail = { ...change };
  services.audit.record({ vendorId, action, outcome: 'changed', ...author, target: id, customerId: id, detail });
}
