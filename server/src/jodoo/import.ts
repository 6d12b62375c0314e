import { InlayError, parseReference } from '@inlay/shared';
import type { ErrorDetail } from '@inlay/shared';
import { changeAccounts } from '../accounts/change.ts';
import type { AccountServices, Author } from '../accounts/change.ts';
import { newId } from '../crypto/ids.ts';
import type { Database } from '../database/open.ts';
import type { JodooMemberRow } from '../database/schema.ts';
import { getIntegration } from './integrations.ts';
import { customerOf } from './members.ts';
import type { MappingEntry } from './members-csv.ts';
import { isIdentityText } from './types.ts';

/** What an import did. */
export interface Imported {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Most mappings of one import. */
export const importMax = 2_000;
/** Faults that are told at once. */
const detailsMax = 20;
/** Rows that one statement of an export reads, and that one of an import writes. */
const pageSize = 1_000;
const batchSize = 200;

/**
 * Puts mappings into an integration, all or none: who is mapped already is mapped anew, who is not named stays. Throws
 * `not_found` for an integration that is not the vendor's, and `request_invalid` with every faulty entry.
 */
export async function importMembers(
  services: AccountServices,
  author: Author,
  vendorId: string,
  integrationId: string,
  entries: readonly MappingEntry[],
): Promise<Imported> {
  checkEntries(entries);
  const imported = await changeAccounts(services, vendorId, async (transaction, now) => {
    const customerId = await customerOf(transaction, vendorId, integrationId);
    const members = await transaction
      .selectFrom('members')
      .select(['id', 'external_id'])
      .where('customer_id', '=', customerId)
      .execute();
    const byReference = new Map(
      members.flatMap(({ id, external_id: external }): [string, string][] =>
        external === null
          ? [[id, id]]
          : [
              [id, id],
              [`E${external}`, id],
            ],
      ),
    );
    const known = await transaction
      .selectFrom('jodoo_members')
      .selectAll()
      .where('integration_id', '=', integrationId)
      .execute();
    const byIdentity = new Map(
      known.map((row) => [identityOf({ tenantId: row.tenant_id, username: row.username }), row]),
    );
    const details: ErrorDetail[] = [];
    const changed: JodooMemberRow[] = [];
    for (const [index, entry] of entries.entries()) {
      const memberId = byReference.get(entry.member);
      if (memberId === undefined) {
        details.push({ path: `/members/${index}/member`, message: 'names no member of the integration’s customer' });
        continue;
      }
      const { tenantId, username } = entry;
      const before = byIdentity.get(identityOf(entry));
      const disabled = entry.disabled === true ? 1 : 0;
      if (before?.member_id === memberId && before.disabled === disabled) continue;
      changed.push({
        id: before?.id ?? newId('jodooMember'),
        vendor_id: vendorId,
        integration_id: integrationId,
        tenant_id: tenantId,
        username,
        member_id: memberId,
        disabled,
        created_at: before?.created_at ?? now,
        updated_at: now,
      });
    }
    if (details.length > 0) refuse(details);
    for (let at = 0; at < changed.length; at += batchSize) {
      await transaction
        .insertInto('jodoo_members')
        .values(changed.slice(at, at + batchSize))
        .onConflict((conflict) =>
          conflict.columns(['integration_id', 'tenant_id', 'username']).doUpdateSet((expression) => ({
            member_id: expression.ref('excluded.member_id'),
            disabled: expression.ref('excluded.disabled'),
            updated_at: now,
          })),
        )
        .execute();
    }
    const updated = changed.filter((row) =>
      byIdentity.has(identityOf({ tenantId: row.tenant_id, username: row.username })),
    );
    return {
      created: changed.length - updated.length,
      updated: updated.length,
      unchanged: entries.length - changed.length,
    };
  });
  services.audit.record({
    vendorId,
    action: 'jodoo_members.imported',
    outcome: 'changed',
    ...author,
    target: integrationId,
    detail: { ...imported },
  });
  return imported;
}

/** Every mapping of an integration, oldest first. Throws `not_found`. */
export async function exportMembers(
  database: Database,
  vendorId: string,
  integrationId: string,
): Promise<Required<MappingEntry>[]> {
  await getIntegration(database, vendorId, integrationId);
  const entries: Required<MappingEntry>[] = [];
  for (let after = ''; ;) {
    const rows = await database
      .selectFrom('jodoo_members')
      .selectAll()
      .where('integration_id', '=', integrationId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute();
    for (const { tenant_id: tenantId, username, member_id: member, disabled } of rows) {
      entries.push({ tenantId, username, member, disabled: disabled === 1 });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return entries;
    after = last.id;
  }
}

function checkEntries(entries: readonly MappingEntry[]): void {
  const details: ErrorDetail[] = [];
  if (entries.length > importMax) details.push({ path: '/members', message: `holds more than ${importMax} entries` });
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const fault = (name: string, message: string): void =>
      void details.push({ path: `/members/${index}/${name}`, message });
    if (!isIdentityText(entry.tenantId)) fault('tenantId', 'must be a text of 1 to 256 characters');
    if (!isIdentityText(entry.username)) fault('username', 'must be a text of 1 to 256 characters');
    if (parseReference(entry.member) === undefined) fault('member', 'must be an id, or E and your own id');
    const identity = identityOf(entry);
    if (seen.has(identity)) fault('username', 'stands twice for this tenant');
    seen.add(identity);
  }
  if (details.length > 0) refuse(details);
}

function refuse(details: readonly ErrorDetail[]): never {
  throw new InlayError('request_invalid', { details: details.slice(0, detailsMax) });
}

function identityOf({ tenantId, username }: Pick<MappingEntry, 'tenantId' | 'username'>): string {
  return JSON.stringify([tenantId, username]);
}
