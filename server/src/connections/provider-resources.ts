import type { Static } from 'typebox';
import type { CustomerProvider as Restriction } from './customer-providers.ts';
import { presentProvider } from './present.ts';
import type { ProviderEntry } from './provider-entry.ts';
import type { CustomerProvider, ListedProvider, OwnProvider } from './provider-schemas.ts';
import { missingSettings } from './provider-settings.ts';
import type { ProviderConfiguration } from './provider-settings.ts';

/** The address that a provider sends people back to: one for each provider, and a constant of the configuration (A57, A59). */
export function redirectUriOf(publicOrigin: string, provider: string): string {
  return `${publicOrigin}/oauth/callback/${provider}`;
}

/** A provider as the list of the partner API has it. */
export function presentListedProvider(
  entry: ProviderEntry,
  set: ProviderConfiguration | undefined,
  publicOrigin: string,
): Static<typeof ListedProvider> {
  const missing = missingSettings(entry, set);
  return {
    ...presentProvider(entry),
    configured: missing.length === 0,
    enabled: set?.enabled ?? true,
    missing,
    redirectUri: entry.kind === 'oauth2' ? redirectUriOf(publicOrigin, entry.id) : null,
  };
}

/** The same with what the vendor set for it. */
export function presentOwnProvider(
  entry: ProviderEntry,
  set: ProviderConfiguration | undefined,
  publicOrigin: string,
): Static<typeof OwnProvider> {
  return {
    ...presentListedProvider(entry, set, publicOrigin),
    configuration: {
      clientId: set?.clientId ?? null,
      hasClientSecret: set?.hasClientSecret ?? false,
      scopes: set?.scopes === undefined || set.scopes === null ? null : [...set.scopes],
      settings: { ...set?.settings },
      fields: set?.fields ?? {},
      createdAt: moment(set?.createdAt ?? null),
      updatedAt: moment(set?.updatedAt ?? null),
    },
  };
}

/** How a provider is restricted for a customer. */
export function presentCustomerProvider(
  { id }: ProviderEntry,
  { allowed, scopes, fields, updatedAt }: Restriction,
): Static<typeof CustomerProvider> {
  return {
    provider: id,
    allowed,
    scopes: scopes === null ? null : [...scopes],
    fields,
    updatedAt: moment(updatedAt),
  };
}

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
