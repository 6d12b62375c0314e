import { InlayError } from '@inlay/shared';
import type { Catalogue } from './catalogue.ts';
import type { CustomerProvider } from './customer-providers.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { missingSettings } from './provider-settings.ts';
import type { FieldModes, ProviderConfiguration, ProviderSettingsStore } from './provider-settings.ts';
import { resolveEntry } from './resolve-entry.ts';

/** A provider as one customer's people may connect it. */
export interface AvailableProvider {
  /** With the scopes that may be asked for, and the vendor's addresses in place of its settings. */
  readonly entry: ProviderEntry;
  readonly fields: FieldModes;
}

/** Says which providers a customer may connect, and how. */
export interface AvailableProviders {
  /** In the order of the catalogue. */
  forCustomer(vendorId: string, customerId: string): Promise<readonly AvailableProvider[]>;
  /** Throws `provider_not_configured` for one that is not there, not set up, switched off or not allowed. */
  get(vendorId: string, customerId: string, provider: string): Promise<AvailableProvider>;
  /** What was set for the fields of any provider, connectable or not: whether a value may be shown to the customer's people. */
  modes(vendorId: string, customerId: string): Promise<(provider: string) => FieldModes>;
}

export function createAvailableProviders(
  catalogue: Catalogue,
  settings: Pick<ProviderSettingsStore, 'all'>,
  restrictions: (vendorId: string, customerId: string) => Promise<ReadonlyMap<string, CustomerProvider>>,
): AvailableProviders {
  const load = (vendorId: string, customerId: string) =>
    Promise.all([settings.all(vendorId), restrictions(vendorId, customerId)]);
  return {
    async forCustomer(vendorId, customerId) {
      const [set, restricted] = await load(vendorId, customerId);
      return [...catalogue.values()]
        .map((entry) => merge(entry, set.get(entry.id), restricted.get(entry.id)))
        .filter((provider) => provider !== undefined);
    },
    async get(vendorId, customerId, provider) {
      const [set, restricted] = await load(vendorId, customerId);
      const entry = catalogue.get(provider);
      const merged = entry && merge(entry, set.get(provider), restricted.get(provider));
      if (merged === undefined) throw new InlayError('provider_not_configured');
      return merged;
    },
    async modes(vendorId, customerId) {
      const [set, restricted] = await load(vendorId, customerId);
      return (provider) => modesOf(set.get(provider), restricted.get(provider));
    },
  };
}

/** `undefined` where the customer may not connect it, or nobody can. */
function merge(
  entry: ProviderEntry,
  set: ProviderConfiguration | undefined,
  restricted: CustomerProvider | undefined,
): AvailableProvider | undefined {
  if (set?.enabled === false || restricted?.allowed === false) return undefined;
  if (missingSettings(entry, set).length > 0) return undefined;
  const fields = modesOf(set, restricted);
  if (entry.kind !== 'oauth2') return { entry, fields };
  const resolved = resolveEntry(entry, set?.settings ?? {});
  const asked = set?.scopes ?? resolved.oauth.scopes;
  const scopes = asked.filter((scope) => restricted?.scopes?.includes(scope) ?? true);
  return { entry: { ...resolved, oauth: { ...resolved.oauth, scopes } }, fields };
}

const modesOf = (set: ProviderConfiguration | undefined, restricted: CustomerProvider | undefined): FieldModes => ({
  ...set?.fields,
  ...restricted?.fields,
});

/** What a person filled in, with what was set in its place where that is not theirs to change. */
export function withFixedFields(
  { fields }: AvailableProvider,
  input: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const fixed = Object.entries(fields).filter(([, { mode }]) => mode !== 'prefill');
  return { ...input, ...Object.fromEntries(fixed.map(([name, { value }]) => [name, value])) };
}
