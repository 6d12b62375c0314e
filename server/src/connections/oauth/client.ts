import type { Clock } from '../../clock.ts';
import type { Outbound } from '../../http/outbound.ts';
import type { Account } from '../account.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import type { TokenSet } from './token-set.ts';

/** As whom the server speaks to a provider: what the vendor registered there. */
export interface ClientSettings {
  readonly clientId: string | null;
  readonly clientSecret: string | null;
}

/** What templates of addresses are filled from: the fields of the provider's form. */
export type Values = ReadonlyMap<string, string>;

/** What is made for one authorization alone, and must come back. */
export interface Transaction {
  readonly redirectUri: string;
  /** RFC 7636 §4.1; unused where the provider is recorded as lacking PKCE. */
  readonly codeVerifier: string;
  /** OpenID Connect Core §3.1.2.1; unused where there is no ID token. */
  readonly nonce: string;
}

/** A refusal to renew: the person has to connect anew (`invalid_grant`, RFC 6749 §5.2). */
export class RefreshRefused extends Error {
  override readonly name = 'RefreshRefused';
}

/**
 * Speaks OAuth 2.0 to providers (RFC 6749, RFC 9700): every request goes through the one way out. Where a provider cannot
 * answer, each throws `provider_unavailable`; where it does not know the vendor's client, `provider_not_configured`.
 * No error holds a token, a code or a secret.
 */
export interface OAuthClient {
  /** Where the browser is sent. `scopes` are asked for beside those that naming the account needs. */
  authorizationUrl(
    provider: OAuthEntry,
    settings: ClientSettings,
    values: Values,
    transaction: Transaction & { readonly state: string },
  ): Promise<URL>;
  /**
   * Takes the parameters of the callback, whose `state` was checked, and exchanges the code, once. Throws
   * `state_mismatch` for another issuer's answer, `authorization_denied`, and `authorization_failed` for whatever else
   * the provider says no to or says wrongly.
   */
  exchange(
    provider: OAuthEntry,
    settings: ClientSettings,
    values: Values,
    transaction: Transaction,
    callback: URLSearchParams,
  ): Promise<{ readonly tokens: TokenSet; readonly account: Account }>;
  /**
   * Renews (RFC 6749 §6). `received` is called with the body of a positive answer in the very tick in which it is whole,
   * before anything looks at it. Throws a RefreshRefused where the provider wants the person to connect anew.
   */
  refresh(
    provider: OAuthEntry,
    settings: ClientSettings,
    values: Values,
    refreshToken: string,
    received?: (answer: string) => void,
  ): Promise<TokenSet>;
  /** Has the provider forget the tokens (RFC 7009); says whether it has a way to. */
  revoke(
    provider: OAuthEntry,
    settings: ClientSettings,
    values: Values,
    tokens: Pick<TokenSet, 'accessToken' | 'refreshToken'>,
  ): Promise<boolean>;
}

/** What the client is built on. */
export interface OAuthClientParts {
  readonly outbound: Outbound;
  readonly clock: Clock;
}

/** Makes the client. Its library is loaded when something is first asked of it: no start waits for that. */
export function createOAuthClient(parts: OAuthClientParts): OAuthClient {
  let loading: Promise<OAuthClient> | undefined;
  const load = (): Promise<OAuthClient> =>
    (loading ??= import('./protocol.ts').then(({ createProtocol }) => createProtocol(parts)));
  return {
    authorizationUrl: async (...words) => (await load()).authorizationUrl(...words),
    exchange: async (...words) => (await load()).exchange(...words),
    refresh: async (...words) => (await load()).refresh(...words),
    revoke: async (...words) => (await load()).revoke(...words),
  };
}
