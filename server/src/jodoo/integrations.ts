import { InlayError } from '@inlay/shared';
import { changeAccounts } from '../accounts/change.ts';
import type { AccountServices, Author } from '../accounts/change.ts';
import type { PageQuery } from '../accounts/customers.ts';
import { whereReference } from '../accounts/directory.ts';
import { newId } from '../crypto/ids.ts';
import { UnsealError } from '../crypto/sealing.ts';
import type { Database } from '../database/open.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { checkIntegration } from './integration-input.ts';
import type { FaultOfAddress, IntegrationChange, IntegrationInput } from './integration-input.ts';
import { suiteSecretRow } from './types.ts';

/** What the functions that change integrations work with. */
export interface JodooAccountServices extends AccountServices {
  readonly jodoo: { readonly faultOfAddress: FaultOfAddress };
}

/** Where Jodoo's API is, unless an integration says otherwise. */
export const defaultApiBase = 'https://api.jodoo.com';

/** Makes an integration. Throws `not_found` for a customer that is not there, `request_invalid`, `embedding_origin_invalid`. */
export async function createIntegration(
  services: JodooAccountServices,
  author: Author,
  vendorId: string,
  input: IntegrationInput,
): Promise<JodooIntegrationRow> {
  checkIntegration(input, input.trustedDomains, input.applicationUrl ?? null, services.jodoo.faultOfAddress);
  const id = newId('jodooIntegration');
  const sealed = await services.vault.seal(input.suiteSecret, suiteSecretRow(id));
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
    const values: JodooIntegrationRow = {
      id,
      vendor_id: vendorId,
      customer_id: customer.id,
      name: input.name,
      suite_id: input.suiteId,
      sealed_suite_secret: sealed,
      authorization_url: input.authorizationUrl,
      api_base: defaultApiBase,
      trusted_domains: input.trustedDomains,
      tenant_ids: '[]',
      frame_origins: '[]',
      application_url: null,
      contact: null,
      enabled: 1,
      mapping_policy: 'refuse',
      secret_state: 'unknown',
      secret_checked_at: null,
      created_at: now,
      updated_at: now,
      ...columnsOf(input),
    };
    await transaction.insertInto('jodoo_integrations').values(values).execute();
    return values;
  });
  record(services, author, 'jodoo_integration.created', row, input);
  return row;
}

/** Changes an integration; a new secret holds at once, everywhere. Throws `not_found`, `request_invalid`, `embedding_origin_invalid`. */
export async function updateIntegration(
  services: JodooAccountServices,
  author: Author,
  vendorId: string,
  id: string,
  change: IntegrationChange,
): Promise<JodooIntegrationRow> {
  const { suiteSecret } = change;
  const secret =
    suiteSecret === undefined
      ? {}
      : ({
          sealed_suite_secret: await services.vault.seal(suiteSecret, suiteSecretRow(id)),
          secret_state: 'unknown',
          secret_checked_at: null,
        } as const);
  const row = await changeAccounts(services, vendorId, async (transaction, now) => {
    const before = await transaction
      .selectFrom('jodoo_integrations')
      .selectAll()
      .where('vendor_id', '=', vendorId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (before === undefined) throw new InlayError('not_found');
    const { trustedDomains = before.trusted_domains, applicationUrl = before.application_url } = change;
    checkIntegration(change, trustedDomains, applicationUrl, services.jodoo.faultOfAddress);
    const values = { ...columnsOf(change), ...secret, updated_at: now };
    await transaction.updateTable('jodoo_integrations').set(values).where('id', '=', id).execute();
    return { ...before, ...values };
  });
  record(services, author, 'jodoo_integration.updated', row, change);
  return row;
}

/** Deletes an integration with its mapping; its sessions end. Throws `not_found`. */
export async function deleteIntegration(
  services: AccountServices,
  author: Author,
  vendorId: string,
  id: string,
): Promise<void> {
  const row = await changeAccounts(services, vendorId, (transaction) =>
    transaction
      .deleteFrom('jodoo_integrations')
      .where('vendor_id', '=', vendorId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst(),
  );
  if (row === undefined) throw new InlayError('not_found');
  record(services, author, 'jodoo_integration.deleted', row, {});
}

/** Finds an integration. Throws `not_found`. */
export async function getIntegration(database: Database, vendorId: string, id: string): Promise<JodooIntegrationRow> {
  const row = await database
    .selectFrom('jodoo_integrations')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new InlayError('not_found');
  return row;
}

/** One page of a vendor's integrations, of one customer if `customerId` is given. */
export function listIntegrations(
  database: Database,
  vendorId: string,
  customerId: string | undefined,
  page: PageQuery,
): Promise<JodooIntegrationRow[]> {
  return database
    .selectFrom('jodoo_integrations')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .$if(customerId !== undefined, (query) => query.where('customer_id', '=', customerId ?? ''))
    .$if(page.after !== undefined, (query) => query.where('id', '<', page.after ?? ''))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** Opens the secret of an integration. Throws `internal_error`, with a line in the audit, where it does not open (A73). */
export async function openSuiteSecret(
  { vault, audit }: Pick<AccountServices, 'vault' | 'audit'>,
  row: JodooIntegrationRow,
): Promise<string> {
  try {
    return await vault.open(row.sealed_suite_secret, suiteSecretRow(row.id));
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    const { vendor_id: vendorId, customer_id: customerId, id: target } = row;
    const entry = { vendorId, customerId, target, actor: 'system', action: 'jodoo_integration.secret_opened' } as const;
    audit.record({ ...entry, outcome: 'refused', code: 'internal_error' });
    throw new InlayError('internal_error', { detail: `the Suite Secret of ${target} does not open`, cause: error });
  }
}

/** The columns of the members that are present; the secret has a way of its own. */
function columnsOf(change: IntegrationChange): Partial<JodooIntegrationRow> {
  const { name, suiteId, authorizationUrl, apiBase, trustedDomains, tenantIds, frameOrigins } = change;
  const { applicationUrl, contact, enabled, mappingPolicy } = change;
  return {
    ...(name === undefined ? {} : { name }),
    ...(suiteId === undefined ? {} : { suite_id: suiteId }),
    ...(authorizationUrl === undefined ? {} : { authorization_url: authorizationUrl }),
    ...(apiBase === undefined ? {} : { api_base: apiBase.replace(/\/+$/, '') }),
    ...(trustedDomains === undefined ? {} : { trusted_domains: trustedDomains }),
    ...(tenantIds === undefined ? {} : { tenant_ids: JSON.stringify(tenantIds) }),
    ...(frameOrigins === undefined ? {} : { frame_origins: JSON.stringify(frameOrigins) }),
    ...(applicationUrl === undefined ? {} : { application_url: applicationUrl }),
    ...(contact === undefined ? {} : { contact }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
    ...(mappingPolicy === undefined ? {} : { mapping_policy: mappingPolicy }),
  };
}

function record(
  services: AccountServices,
  author: Author,
  action: string,
  row: JodooIntegrationRow,
  { suiteSecret, ...change }: IntegrationChange,
): void {
  services.audit.record({
    vendorId: row.vendor_id,
    action,
    outcome: 'changed',
    ...author,
    target: row.id,
    customerId: row.customer_id,
    detail: { ...change, ...(suiteSecret === undefined ? {} : { secretReplaced: true }) },
  });
}
