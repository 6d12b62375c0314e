import { InlayError } from '@inlay/shared';
import { changeAccounts } from '../accounts/change.ts';
import type { AccountServices } from '../accounts/change.ts';
import { newId } from '../crypto/ids.ts';
import type { Database } from '../database/open.ts';
import type { JodooIntegrationRow, JodooMemberRow, MemberRow } from '../database/schema.ts';
import { violatesIdentity } from './conflicts.ts';
import type { JodooIdentity } from './types.ts';

/** Most characters of a member's name. */
const nameMaxLength = 200;

/**
 * Whom a person of Jodoo is here, by exactly what Jodoo calls them, letter case included. Whom nobody mapped is refused or
 * made a member, as the integration says. Throws `jodoo_member_unmapped` and `jodoo_member_disabled`.
 */
export async function findMapped(
  services: AccountServices,
  integration: JodooIntegrationRow,
  identity: JodooIdentity,
  requestId: string,
): Promise<JodooMemberRow> {
  const found =
    (await find(services.database, integration.id, identity)) ??
    (integration.mapping_policy === 'provision'
      ? await provision(services, integration, identity, requestId)
      : undefined);
  if (found === undefined) throw new InlayError('jodoo_member_unmapped');
  if (found.disabled === 1) throw new InlayError('jodoo_member_disabled', { detail: 'the mapping is disabled' });
  return found;
}

function find(
  database: Database,
  integrationId: string,
  { tenantId, username }: JodooIdentity,
): Promise<JodooMemberRow | undefined> {
  return database
    .selectFrom('jodoo_members')
    .selectAll()
    .where('integration_id', '=', integrationId)
    .where('tenant_id', '=', tenantId)
    .where('username', '=', username)
    .executeTakeFirst();
}

/** Makes member and mapping in one step; of several first sign-ins at once, one does. */
async function provision(
  services: AccountServices,
  integration: JodooIntegrationRow,
  { tenantId, username }: JodooIdentity,
  requestId: string,
): Promise<JodooMemberRow | undefined> {
  const { vendor_id: vendorId, customer_id: customerId, id: integrationId } = integration;
  try {
    const mapping = await changeAccounts(services, vendorId, async (transaction, now) => {
      const dates = { created_at: now, updated_at: now };
      const member: MemberRow = {
        id: newId('member'),
        vendor_id: vendorId,
        customer_id: customerId,
        external_id: null,
        name: nameOf(username),
        email: null,
        confirmed: 1,
        role: 'member',
        ...dates,
      };
      const row: JodooMemberRow = {
        id: newId('jodooMember'),
        vendor_id: vendorId,
        integration_id: integrationId,
        tenant_id: tenantId,
        username,
        member_id: member.id,
        disabled: 0,
        ...dates,
      };
      await transaction.insertInto('members').values(member).execute();
      await transaction.insertInto('jodoo_members').values(row).execute();
      return row;
    });
    services.audit.record({
      vendorId,
      action: 'jodoo_member.provisioned',
      outcome: 'changed',
      actor: 'jodoo',
      requestId,
      customerId,
      memberId: mapping.member_id,
      target: mapping.id,
      detail: { integration: integrationId },
    });
    return mapping;
  } catch (error) {
    if (!violatesIdentity(error)) throw error;
    return find(services.database, integrationId, { tenantId, username });
  }
}

/** A name that people can be shown, and that fits. */
function nameOf(username: string): string {
  return Array.from(username.replace(/\p{Cc}/gu, ''))
    .slice(0, nameMaxLength)
    .join('');
}
