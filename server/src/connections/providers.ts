import type { Directory } from '../accounts/directory.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Vault } from '../crypto/sealing.ts';
import type { Database } from '../database/open.ts';
import { createAvailableProviders } from './available-providers.ts';
import type { AvailableProviders } from './available-providers.ts';
import type { Catalogue } from './catalogue.ts';
import { createCustomerProviders } from './customer-providers.ts';
import type { CustomerProvider } from './customer-providers.ts';
import { createProviderSettings } from './provider-settings.ts';
import type { ProviderSettingsStore } from './provider-settings.ts';

/** The providers of the catalogue, what vendors set for them, and what their customers may connect. */
export interface Providers {
  readonly catalogue: Catalogue;
  readonly settings: ProviderSettingsStore;
  restrictions(vendorId: string, customerId: string): Promise<ReadonlyMap<string, CustomerProvider>>;
  readonly available: AvailableProviders;
  /** Why an address could not be called. */
  readonly faultOfAddress: (address: string) => string | undefined;
}

/** What providers are built on. */
export interface ProviderParts {
  readonly catalogue: Catalogue;
  readonly faultOfAddress: (address: string) => string | undefined;
  readonly database: Database;
  readonly directory: Pick<Directory, 'remember'>;
  readonly vault: Vault;
  readonly audit: AuditLog;
}

export function createProviders(parts: ProviderParts): Providers {
  const { catalogue, faultOfAddress } = parts;
  const settings = createProviderSettings(parts);
  const restrictions = createCustomerProviders(parts.database, parts.directory);
  const available = createAvailableProviders(catalogue, settings, restrictions);
  return { catalogue, settings, restrictions, available, faultOfAddress };
}
