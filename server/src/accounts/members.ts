import { InlayError } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import { newId } from '../crypto/ids.ts';
import type { Database } from '../database/open.ts';
import type { MemberRow } from '../database/schema.ts';
import { changeAccounts } from './change.ts';
import type { AccountServices, Author } from './change.ts';
import { violatesUnique } from './conflicts.ts';
import type { PageQuery } from './customers.ts';
import { whereReference } from './directory.ts';

/** What is stated of a new member; what is left out takes the contract's default. */
export interface MemberInput extends MemberChange {
  readonly customer: Reference;
}

/** What may be changed of a member; the customer stays. */
export interface MemberChange {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly externalId?: string | null;
  readonly confirmed?: boolean;
  readonly role?: 'member' | 'manager';
}

/** Makes a member of a customer. Throws `not_found` where the vendor has no such customer, and `external_id_taken`. */
export async function createMember(
  services: AccountServices,
  author: Author,
  vendorId: string,
  input: MemberInput,
): Promise<MemberRow> {
  const row = await changeAccounts(services, vendorId, async (transaction, now) => {
    const customer = await transaction
      .selectFrom('customers')
      .select('id')
      .where('vendor_id', '=', vendorId)
      .where(...whereReference(input.customer))
      .executeTakeFirst();
    if (customer === undefined) {
      throw new InlayError('not_found', { details: [{ path: '/customer', message: 'names no customer' }] });
    }
    const values: MemberRow = {
      id: newId('member'),
      vendor_id: vendorId,
      customer_id: customer.id,
      external_id: null,
      name: null,
      email: null,
      confirmed: 1,
      role: 'member',
      created_at: now,
      updated_at: now,
      ...columnsOf(input),
    };
    await transaction.insertInto('members').values(values).execute();
    return values;
  }).catch(refuseTakenExternalId);
  record(services, author, 'member.created', row, input);
  return row;
}

/** Changes a member. Throws `not_found` and `external_id_taken`. */
export async function updateMember(
  services: AccountServices,
  author: Author,
  vendorId: string,
  reference: Reference,
  change: MemberChange,
): Promise<MemberRow> {
  const row = await changeAccounts(services, vendorId, (transaction, now) =>
    transaction
      .updateTable('members')
      .set({ ...columnsOf(change), updated_at: now })
      .where('vendor_id', '=', vendorId)
      .where(...whereReference(reference))
      .returningAll()
      .executeTakeFirst(),
  ).catch(refuseTakenExternalId);
  if (row === undefined) throw new InlayError('not_found');
  record(services, author, 'member.updated', row, change);
  return row;
}

/** Deletes a member, whose sessions end. Throws `not_found`. */
export async function deleteMember(
  services: AccountServices,
  author: Author,
  vendorId: string,
  reference: Reference,
): Promise<void> {
  const row = await changeAccounts(services, vendorId, (transaction) =>
    transaction
      .deleteFrom('members')
      .where('vendor_id', '=', vendorId)
      .where(...whereReference(reference))
      .returningAll()
      .executeTakeFirst(),
  );
  if (row === undefined) throw new InlayError('not_found');
  record(services, author, 'member.deleted', row, {});
}

/** Finds a member. Throws `not_found`. */
export async function getMember(database: Database, vendorId: string, reference: Reference): Promise<MemberRow> {
  const row = await database
    .selectFrom('members')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .where(...whereReference(reference))
    .executeTakeFirst();
  if (row === undefined) throw new InlayError('not_found');
  return row;
}

/** One page of a vendor's members, of one customer if `customerId` is given. */
export function listMembers(
  database: Database,
  vendorId: string,
  customerId: string | undefined,
  page: PageQuery,
): Promise<MemberRow[]> {
  return database
    .selectFrom('members')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .$if(customerId !== undefined, (query) => query.where('customer_id', '=', customerId ?? ''))
    .$if(page.after !== undefined, (query) => query.where('id', '<', page.after ?? ''))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** The columns of the members that are present; nothing else of `change` can reach the table. */
function columnsOf(change: MemberChange): Partial<MemberRow> {
  const { name, email, externalId, confirmed, role } = change;
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(externalId === undefined ? {} : { external_id: externalId }),
    ...(confirmed === undefined ? {} : { confirmed: confirmed ? 1 : 0 }),
    ...(role === undefined ? {} : { role }),
  };
}

function refuseTakenExternalId(error: unknown): never {
  if (violatesUnique(error, 'members', 'external_id')) throw new InlayError('external_id_taken', { cause: error });
  throw error;
}

/** Names and addresses of people stay out of the audit: it says which facts changed, and the new standing. */
function record(services: AccountServices, author: Author, action: string, row: MemberRow, change: MemberChange): void {
  services.audit.record({
    vendorId: row.vendor_id,
    action,
    outcome: 'changed',
    ...author,
    target: row.id,
    customerId: row.customer_id,
    memberId: row.id,
    detail: { changed: Object.keys(columnsOf(change)), confirmed: row.confirmed === 1, role: row.role },
  });
}
