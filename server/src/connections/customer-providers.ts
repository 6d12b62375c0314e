import type { Directory } from '../accounts/directory.ts';
import type { Database } from '../database/open.ts';
import type { CustomerProviderRow } from '../database/schema.ts';
import type { FieldModes } from './provider-settings.ts';

/** How a vendor restricts one provider for one customer. */
export interface CustomerProvider {
  readonly allowed: boolean;
  /** At most these are asked for; null for no restriction. */
  readonly scopes: readonly string[] | null;
  /** Before those that the vendor set for all its customers. */
  readonly fields: FieldModes;
  /** `null` where nothing was set. */
  readonly updatedAt: number | null;
}

/** What holds for a customer of whom nothing was set. */
export const unrestricted: CustomerProvider = { allowed: true, scopes: null, fields: {}, updatedAt: null };

/** Reads a customer's restrictions by provider, from memory while nothing of the vendor changed. */
export function createCustomerProviders(
  database: Database,
  directory: Pick<Directory, 'remember'>,
): (vendorId: string, customerId: string) => Promise<ReadonlyMap<string, CustomerProvider>> {
  return (vendorId, customerId) =>
    directory.remember(vendorId, `customer-providers/${customerId}`, async () => {
      const rows = await database
        .selectFrom('customer_providers')
        .selectAll()
        .where('vendor_id', '=', vendorId)
        .where('customer_id', '=', customerId)
        .execute();
      return new Map(rows.map((row) => [row.provider, toCustomerProvider(row)]));
    });
}

/** What a row says. */
export function toCustomerProvider(row: CustomerProviderRow): CustomerProvider {
  return {
    allowed: row.allowed === 1,
    scopes: row.scopes === null ? null : (JSON.parse(row.scopes) as string[]),
    fields: JSON.parse(row.fields) as FieldModes,
    updatedAt: row.updated_at,
  };
}
