import { calculatePKCECodeChallenge } from 'oauth4webapi';
import type { OAuthEntry } from '../oauth-entry.ts';
import type { Transaction } from './client.ts';

/** Parameters of an authorization request that are ours alone to set. */
const reserved = [
  'client_id',
  'response_type',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
  'nonce',
];

/** An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3) to the page `endpoint` of a provider. */
export async function authorizationRequest(
  endpoint: string,
  clientId: string,
  provider: OAuthEntry,
  transaction: Transaction & { readonly state: string },
): Promise<URL> {
  const { oauth } = provider;
  const { redirectUri, state, codeVerifier, nonce } = transaction;
  const url = new URL(endpoint);
  const scopes = scopesOf(provider);
  for (const [name, value] of Object.entries(oauth.authorizationParams ?? {})) {
    if (!reserved.includes(name)) url.searchParams.set(name, value);
  }
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('redirect_uri', redirectUri);
  if (scopes.length > 0) url.searchParams.set('scope', scopes.join(oauth.scopeSeparator ?? ' '));
  url.searchParams.set('state', state);
  if (oauth.pkce === 'S256') {
    url.searchParams.set('code_challenge', await calculatePKCECodeChallenge(codeVerifier));
    url.searchParams.set('code_challenge_method', 'S256');
  }
  if (oauth.account.from === 'id_token') url.searchParams.set('nonce', nonce);
  return url;
}

/** What is asked for: what naming the account needs, and the rest. */
export function scopesOf({ oauth }: OAuthEntry): readonly string[] {
  return [...new Set([...(oauth.identityScopes ?? []), ...oauth.scopes])];
}
