import { InlayError } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import { changeAccounts } from '../accounts/change.ts';
import type { AccountServices, Author } from '../accounts/change.ts';
import { getCustomer } from '../accounts/customers.ts';
import type { ProviderSettingRow } from '../database/schema.ts';
import { toCustomerProvider } from './customer-providers.ts';
import type { CustomerProvider } from './customer-providers.ts';
import { checkProviderInput } from './provider-input.ts';
import type { CustomerProviderInput, ProviderInput } from './provider-input.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { clientSecretRow, toConfiguration } from './provider-settings.ts';
import type { ProviderConfiguration } from './provider-settings.ts';

/** What changes of providers work with. */
export interface ProviderServices extends AccountServices {
  readonly faultOfAddress: (address: string) => string | undefined;
}

/** Sets what is given and leaves the rest. Throws `request_invalid`. */
export async function configureProvider(
  services: ProviderServices,
  author: Author,
  vendorId: string,
  entry: ProviderEntry,
  input: ProviderInput,
): Promise<ProviderConfiguration> {
  checkProviderInput(entry, input, services.faultOfAddress);
  const columns = await columnsOf(services, vendorId, entry.id, input);
  const row = await changeAccounts(services, vendorId, (transaction, now) =>
    transaction
      .insertInto('provider_settings')
      .values({
        vendor_id: vendorId,
        provider: entry.id,
        client_id: null,
        sealed_client_secret: null,
        scopes: null,
        settings: '{}',
        fields: '{}',
        enabled: 1,
        created_at: now,
        updated_at: now,
        ...columns,
      })
      .onConflict((conflict) =>
        conflict.columns(['vendor_id', 'provider']).doUpdateSet({ ...columns, updated_at: now }),
      )
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
  const { clientSecret, ...open } = input;
  const detail = {
    ...open,
    ...(clientSecret === undefined ? {} : { clientSecret: clientSecret === null ? 'removed' : 'set' }),
  };
  const action = 'provider.configured';
  services.audit.record({ vendorId, action, outcome: 'changed', ...author, target: entry.id, detail });
  return toConfiguration(row);
}

/** Forgets what a vendor set, the client secret with it. Connections stay; none can be made or renewed. Throws `not_found`. */
export async function clearProvider(
  services: ProviderServices,
  author: Author,
  vendorId: string,
  { id }: ProviderEntry,
): Promise<void> {
  const { numDeletedRows } = await changeAccounts(services, vendorId, (transaction) =>
    transaction
      .deleteFrom('provider_settings')
      .where('vendor_id', '=', vendorId)
      .where('provider', '=', id)
      .executeTakeFirstOrThrow(),
  );
  if (numDeletedRows === 0n) throw new InlayError('not_found');
  services.audit.record({ vendorId, action: 'provider.cleared', outcome: 'changed', ...author, target: id });
}

/** Restricts a provider for one customer: sets what is given and leaves the rest. Throws `not_found`, `request_invalid`. */
export async function restrictProvider(
  services: ProviderServices,
  author: Author,
  vendorId: string,
  reference: Reference,
  entry: ProviderEntry,
  input: CustomerProviderInput,
): Promise<CustomerProvider> {
  checkProviderInput(entry, input, services.faultOfAddress);
  const { id: customerId } = await getCustomer(services.database, vendorId, reference);
  const { allowed, scopes, fields } = input;
  const columns = {
    ...(allowed === undefined ? {} : { allowed: allowed ? (1 as const) : (0 as const) }),
    ...(scopes === undefined ? {} : { scopes: jsonOrNull(scopes) }),
    ...(fields === undefined ? {} : { fields: JSON.stringify(fields) }),
  };
  const row = await changeAccounts(services, vendorId, (transaction, now) =>
    transaction
      .insertInto('customer_providers')
      .values({
        customer_id: customerId,
        provider: entry.id,
        vendor_id: vendorId,
        allowed: 1,
        scopes: null,
        fields: '{}',
        created_at: now,
        updated_at: now,
        ...columns,
      })
      .onConflict((conflict) =>
        conflict.columns(['customer_id', 'provider']).doUpdateSet({ ...columns, updated_at: now }),
      )
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
  const action = 'customer_provider.updated';
  const detail = { ...input };
  services.audit.record({ vendorId, customerId, action, outcome: 'changed', ...author, target: entry.id, detail });
  return toCustomerProvider(row);
}

/** Lifts what was set for one customer. Throws `not_found`. */
export async function liftRestriction(
  services: ProviderServices,
  author: Author,
  vendorId: string,
  reference: Reference,
  { id: provider }: ProviderEntry,
): Promise<void> {
  const { id: customerId } = await getCustomer(services.database, vendorId, reference);
  const { numDeletedRows } = await changeAccounts(services, vendorId, (transaction) =>
    transaction
      .deleteFrom('customer_providers')
      .where('customer_id', '=', customerId)
      .where('provider', '=', provider)
      .executeTakeFirstOrThrow(),
  );
  if (numDeletedRows === 0n) throw new InlayError('not_found');
  const action = 'customer_provider.deleted';
  services.audit.record({ vendorId, customerId, action, outcome: 'changed', ...author, target: provider });
}

/** The columns of the members that are given; nothing else of the input can reach the table. */
async function columnsOf(
  { vault }: ProviderServices,
  vendorId: string,
  provider: string,
  { clientId, clientSecret, scopes, settings, fields, enabled }: ProviderInput,
): Promise<Partial<ProviderSettingRow>> {
  const seal = (secret: string): Promise<string> => vault.seal(secret, clientSecretRow(vendorId, provider));
  return {
    ...(clientId === undefined ? {} : { client_id: clientId }),
    ...(clientSecret === undefined
      ? {}
      : { sealed_client_secret: clientSecret === null ? null : await seal(clientSecret) }),
    ...(scopes === undefined ? {} : { scopes: jsonOrNull(scopes) }),
    ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
    ...(fields === undefined ? {} : { fields: JSON.stringify(fields) }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
  };
}

function jsonOrNull(list: readonly string[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}
