import { InlayError } from '@inlay/shared';
import {
  authorizationCodeGrantRequest,
  expectNoState,
  getValidatedIdTokenClaims,
  jwksCache,
  nopkce,
  processAuthorizationCodeResponse,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from 'oauth4webapi';
import type { AuthorizationServer, JWKSCacheInput } from 'oauth4webapi';
import type { OAuthEntry } from '../oauth-entry.ts';
import { scopesOf } from './authorization-url.ts';
import { authOf, clientOf } from './client-auth.ts';
import type { OAuthClient, OAuthClientParts } from './client.ts';
import { jsonOf } from './conform.ts';
import type { Discover } from './discovery.ts';
import { identify } from './identity.ts';
import { serverOf } from './provider-server.ts';
import { refusalOf } from './refusals.ts';
import { sendBy, sendForToken } from './requests.ts';
import { fieldsOf, tokenSetOf } from './token-set.ts';
import type { TokenSet } from './token-set.ts';

/** Largest set of keys in bytes. */
const keysMaxBytes = 262_144;

/** Exchanges codes: see `OAuthClient.exchange`. Throws what the library throws, too. */
export function createExchange({ outbound, clock }: OAuthClientParts, discover: Discover): OAuthClient['exchange'] {
  const keys = new WeakMap<AuthorizationServer, JWKSCacheInput>();

  return async (provider, settings, values, transaction, callback) => {
    const { oauth } = provider;
    const client = clientOf(settings);
    const server = await serverOf(discover, provider, values);
    checkIssuer(provider, server, callback);
    const error = callback.get('error');
    if (error !== null) throw refusalOf(provider, error);
    const parameters = new URLSearchParams(callback);
    for (const checked of ['state', 'iss']) parameters.delete(checked);
    const strict: AuthorizationServer = { ...server, authorization_response_iss_parameter_supported: false };
    const isOidc = oauth.account.from === 'id_token';
    let text = '';
    const answer = await authorizationCodeGrantRequest(
      strict,
      client,
      authOf(provider, settings),
      validateAuthResponse(strict, client, parameters, expectNoState),
      transaction.redirectUri,
      oauth.pkce === 'S256' ? transaction.codeVerifier : nopkce,
      {
        ...sendForToken(outbound, provider, isOidc, (body) => (text = body)),
        ...(oauth.tokenParams === undefined ? {} : { additionalParameters: oauth.tokenParams }),
      },
    );
    const receivedAt = clock();
    const result = await processAuthorizationCodeResponse(
      strict,
      client,
      answer,
      isOidc ? { expectedNonce: transaction.nonce, requireIdToken: true } : {},
    );
    // Over TLS from the endpoint itself, the signature may go unchecked (OpenID Connect Core §3.1.3.7): where the keys are
    // known, it does not.
    if (isOidc && server.jwks_uri !== undefined) {
      const cache = keys.get(server) ?? {};
      keys.set(server, cache);
      const options = { ...sendBy(outbound, { maxBytes: keysMaxBytes }), [jwksCache]: cache };
      await validateApplicationLevelSignature(strict, answer, options);
    }
    const document = jsonOf(text);
    const read = tokenSetOf(provider, document, receivedAt);
    if (read === undefined) throw new InlayError('authorization_failed', { detail: `${provider.id} gave no token` });
    const claims = isOidc ? getValidatedIdTokenClaims(result) : undefined;
    const { account, fields } = await identify(outbound, provider, values, {
      accessToken: read.accessToken,
      document,
      claims,
    });
    const added = fieldsOf(oauth.callbackFields, (name) => callback.get(name) ?? undefined);
    const tokens: TokenSet = {
      ...read,
      scopes: read.scopes ?? scopesOf(provider),
      idToken: isOidc ? (result.id_token ?? null) : null,
      fields: { ...read.fields, ...fields, ...added },
    };
    return { tokens, account };
  };
}

/** Refuses an answer that another issuer gave (RFC 9207 §2.4), compared as plain texts. */
function checkIssuer({ oauth }: OAuthEntry, server: AuthorizationServer, callback: URLSearchParams): void {
  if (oauth.issuer === undefined) return;
  const told = callback.get('iss');
  const isMissing = told === null && server.authorization_response_iss_parameter_supported === true;
  if (isMissing || (told !== null && told !== server.issuer)) {
    throw new InlayError('state_mismatch', { detail: 'the answer is another issuer’s' });
  }
}
