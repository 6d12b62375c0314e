import { InlayError } from '@inlay/shared';
import type { ConnectionRow } from '../../database/schema.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import type { ClientSettings, Values } from '../oauth/client.ts';
import { tokenSetOf } from '../oauth/token-set.ts';
import type { TokenSet } from '../oauth/token-set.ts';
import { resolveEntry } from '../resolve-entry.ts';
import type { JournalEntry } from './journal.ts';
import type { CredentialsParts } from './parts.ts';
import { fingerprintOf } from './stored.ts';

/** How a connection's provider is spoken to: its entry as the vendor set it up, the vendor's client, and the fields. */
export interface Correspondence {
  readonly entry: OAuthEntry;
  readonly settings: ClientSettings;
  readonly values: Values;
}

/** Finds how the provider of a connection is spoken to. Throws `provider_not_configured`. */
export async function correspondenceOf(
  { catalogue, providers }: Pick<CredentialsParts, 'catalogue' | 'providers'>,
  row: Pick<ConnectionRow, 'vendor_id' | 'provider' | 'fields'>,
): Promise<Correspondence> {
  const entry = catalogue.get(row.provider);
  const settings = await providers.find(row.vendor_id, row.provider);
  if (entry?.kind !== 'oauth2' || settings === undefined) throw new InlayError('provider_not_configured');
  const filled = JSON.parse(row.fields) as Record<string, string>;
  const presets = entry.fields.flatMap(({ name, default: preset }): [string, string][] =>
    preset === undefined ? [] : [[name, preset]],
  );
  const values = new Map([...presets, ...Object.entries(filled)]);
  return { entry: resolveEntry(entry, settings.settings), settings, values };
}

/** Whether each renewal of the provider's tokens ends the refresh token that it used. */
export function isRotating({ catalogue }: Pick<CredentialsParts, 'catalogue'>, provider: string): boolean {
  const entry = catalogue.get(provider);
  return entry?.kind === 'oauth2' && entry.oauth.refresh === 'rotating';
}

/**
 * Asks the provider for fresh tokens, in the name of the renewal that `leased` names. The answer is in the journal before
 * anything else happens. What it leaves out stays as it was (RFC 6749 §6: a refresh token that is not replaced stays good).
 */
export async function requestTokens(
  parts: Pick<CredentialsParts, 'catalogue' | 'providers' | 'client' | 'clock' | 'journal'>,
  leased: ConnectionRow,
  held: TokenSet,
): Promise<JournalEntry> {
  const { entry, settings, values } = await correspondenceOf(parts, leased);
  const { id, vendor_id, customer_id, provider, fields } = leased;
  let kept: JournalEntry | undefined;
  const entryOf = (tokens: TokenSet, receivedAt: number): JournalEntry => ({
    connection: leased.id,
    of: { id, vendor_id, customer_id, provider, fields },
    refreshId: leased.refresh_id ?? '',
    before: fingerprintOf(leased.sealed_credentials ?? ''),
    tokens: merged(held, tokens),
    receivedAt,
  });
  const received = (answer: string): void => {
    const receivedAt = parts.clock();
    const tokens = tokenSetOf(entry, documentOf(answer), receivedAt);
    if (tokens === undefined) return;
    kept = entryOf(tokens, receivedAt);
    parts.journal.write(kept);
  };
  try {
    const tokens = await parts.client.refresh(entry, settings, values, held.refreshToken ?? '', received);
    return entryOf(tokens, kept?.receivedAt ?? parts.clock());
  } catch (error) {
    // An answer that did not hold is none: nothing of it may take the old tokens' place later.
    if (kept !== undefined) await parts.journal.remove(kept);
    throw error;
  }
}

function merged(held: TokenSet, fresh: TokenSet): TokenSet {
  return {
    ...fresh,
    refreshToken: fresh.refreshToken ?? held.refreshToken,
    scopes: fresh.scopes ?? held.scopes,
    idToken: fresh.idToken ?? held.idToken,
    fields: { ...held.fields, ...fresh.fields },
  };
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
