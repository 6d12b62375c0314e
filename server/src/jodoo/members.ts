import { InlayError } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import type { Transaction } from 'kysely';
import { changeAccounts } from '../accounts/change.ts';
import type { AccountServices, Author } from '../accounts/change.ts';
import { violatesIdentity } from './conflicts.ts';
import type { PageQuery } from '../accounts/customers.ts';
import { whereReference } from '../accounts/directory.ts';
import { newId } from '../crypto/ids.ts';
import type { Database } from '../database/open.ts';
import type { JodooMemberRow, Schema } from '../database/schema.ts';
import { isIdentityText } from './types.ts';
import type { JodooIdentity } from './types.ts';

/** What is stated of a new mapping. */
export interface JodooMemberInput extends JodooIdentity {
  readonly integration: string;
  readonly member: Reference;
  readonly disabled?: boolean;
}

/** What may be changed of a mapping: whom it leads to, and whether it does. */
export interface JodooMemberChange {
  readonly member?: Reference;
  readonly disabled?: boolean;
}

/** Which mappings a list holds. */
export interface JodooMemberFilter {
  readonly integration?: string | undefined;
  readonly member?: string | undefined;
}

/** Maps a person of Jodoo. Throws `not_found` for what is not the vendor's, `request_invalid`, `jodoo_member_taken`. */
export async function createJodooMember(
  services: AccountServices,
  author: Author,
  vendorId: string,
  input: JodooMemberInput,
): Promise<JodooMemberRow> {
  checkIdentity(input);
  const row = await changeAccounts(services, vendorId, async (transaction, now) => {
    const customerId = await customerOf(transaction, vendorId, input.integration);
    const values: JodooMemberRow = {
      id: newId('jodooMember'),
      vendor_id: vendorId,
      integration_id: input.integration,
      tenant_id: input.tenantId,
      username: input.username,
      member_id: await memberOf(transaction, vendorId, customerId, input.member),
      disabled: input.disabled === true ? 1 : 0,
      created_at: now,
      updated_at: now,
    };
    await transaction.insertInto('jodoo_members').values(values).execute();
    return values;
  }).catch((error: unknown) => {
    throw violatesIdentity(error) ? new InlayError('jodoo_member_taken', { cause: error }) : error;
  });
  record(services, author, 'jodoo_member.created', row);
  return row;
}

/** Changes a mapping; sessions that began by it end where it is disabled or leads elsewhere. Throws `not_found`. */
export async function updateJodooMember(
  services: AccountServices,
  author: Author,
  vendorId: string,
  id: string,
  { member, disabled }: JodooMemberChange,
): Promise<JodooMemberRow> {
  const row = await changeAccounts(services, vendorId, async (transaction, now) => {
    const before = await getJodooMember(transaction, vendorId, id);
    const customerId = await customerOf(transaction, vendorId, before.integration_id);
    const values = {
      ...(member === undefined ? {} : { member_id: await memberOf(transaction, vendorId, customerId, member) }),
      ...(disabled === undefined ? {} : { disabled: disabled ? (1 as const) : (0 as const) }),
      updated_at: now,
    };
    await transaction.updateTable('jodoo_members').set(values).where('id', '=', id).execute();
    return { ...before, ...values };
  });
  record(services, author, 'jodoo_member.updated', row);
  return row;
}

/** Deletes a mapping; its sessions end. Throws `not_found`. */
export async function deleteJodooMember(
  services: AccountServices,
  author: Author,
  vendorId: string,
  id: string,
): Promise<void> {
  const row = await changeAccounts(services, vendorId, (transaction) =>
    transaction
      .deleteFrom('jodoo_members')
      .where('vendor_id', '=', vendorId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst(),
  );
  if (row === undefined) throw new InlayError('not_found');
  record(services, author, 'jodoo_member.deleted', row);
}

/** Finds a mapping. Throws `not_found`. */
export async function getJodooMember(
  database: Database | Transaction<Schema>,
  vendorId: string,
  id: string,
): Promise<JodooMemberRow> {
  const row = await database
    .selectFrom('jodoo_members')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new InlayError('not_found');
  return row;
}

/** One page of a vendor's mappings. */
export function listJodooMembers(
  database: Database,
  vendorId: string,
  { integration, member }: JodooMemberFilter,
  page: PageQuery,
): Promise<JodooMemberRow[]> {
  return database
    .selectFrom('jodoo_members')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .$if(integration !== undefined, (query) => query.where('integration_id', '=', integration ?? ''))
    .$if(member !== undefined, (query) => query.where('member_id', '=', member ?? ''))
    .$if(page.after !== undefined, (query) => query.where('id', '<', page.after ?? ''))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** The customer of a vendor's integration. Throws `not_found`. */
export async function customerOf(
  transaction: Transaction<Schema>,
  vendorId: string,
  integrationId: string,
): Promise<string> {
  const row = await transaction
    .selectFrom('jodoo_integrations')
    .select('customer_id')
    .where('vendor_id', '=', vendorId)
    .where('id', '=', integrationId)
    .executeTakeFirst();
  if (row === undefined) {
    throw new InlayError('not_found', { details: [{ path: '/integration', message: 'names no integration' }] });
  }
  return row.customer_id;
}

/** The id of a member of the integration's customer: a mapping never leads into another one. Throws `not_found`. */
export async function memberOf(
  transaction: Transaction<Schema>,
  vendorId: string,
  customerId: string,
  member: Reference,
): Promise<string> {
  const row = await transaction
    .selectFrom('members')
    .select('id')
    .where('vendor_id', '=', vendorId)
    .where('customer_id', '=', customerId)
    .where(...whereReference(member))
    .executeTakeFirst();
  if (row === undefined) {
    const message = 'names no member of the integration’s customer';
    throw new InlayError('not_found', { details: [{ path: '/member', message }] });
  }
  return row.id;
}

function checkIdentity({ tenantId, username }: JodooIdentity): void {
  const details = Object.entries({ tenantId, username })
    .filter(([, value]) => !isIdentityText(value))
    .map(([name]) => ({ path: `/${name}`, message: 'must be a text of 1 to 256 characters' }));
  if (details.length > 0) throw new InlayError('request_invalid', { details });
}

/** Whom Jodoo knows stays out of the audit: it says which mapping, of which member, and how it stands. */
function record(services: AccountServices, author: Author, action: string, row: JodooMemberRow): void {
  services.audit.record({
    vendorId: row.vendor_id,
    action,
    outcome: 'changed',
    ...author,
    target: row.id,
    memberId: row.member_id,
    detail: { integration: row.integration_id, disabled: row.disabled === 1 },
  });
}
