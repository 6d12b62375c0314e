import { InlayError } from '@inlay/shared';
import {
  ClientSecretPost,
  None,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  expectNoState,
  getValidatedIdTokenClaims,
  jwksCache,
  nopkce,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from 'oauth4webapi';
import type { AuthorizationServer, Client, ClientAuth, JWKSCacheInput } from 'oauth4webapi';
import { fillAddress } from '../template.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import type { ClientSettings, OAuthClient, OAuthClientParts, Values } from './client.ts';
import { conformAnswer, jsonOf } from './conform.ts';
import { createDiscovery } from './discovery.ts';
import { fetchBy } from './fetch-by.ts';
import { identify } from './identity.ts';
import { failureOf, refusalOf, renewalFailureOf } from './refusals.ts';
import { fieldsOf, tokenSetOf } from './token-set.ts';
import type { TokenSet } from './token-set.ts';

/** Largest set of keys in bytes. */
const keysMaxBytes = 262_144;
/** Seconds by which a provider's clock may differ. */
const tolerance = 30;
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

/** The client on oauth4webapi: the checks of the specifications are the library's, what providers do otherwise is ours. */
export function createProtocol({ outbound, clock }: OAuthClientParts): OAuthClient {
  const discover = createDiscovery(outbound, clock);
  const keys = new WeakMap<AuthorizationServer, JWKSCacheInput>();
  // Which schemes and addresses are good is for the way out to say: it exempts what an operator names.
  const insecure = { [allowInsecureRequests]: true } as const;

  async function serverOf({ oauth }: OAuthEntry, values: Values): Promise<AuthorizationServer> {
    const at = (template: string | undefined): string | undefined =>
      template === undefined ? undefined : fillAddress(template, values);
    const issuer = at(oauth.issuer);
    const revocation = at(oauth.revocationUrl);
    if (oauth.discovery === true && issuer !== undefined) {
      const found = await discover(issuer);
      return revocation === undefined ? found : { ...found, revocation_endpoint: revocation };
    }
    const token = at(oauth.tokenUrl) ?? '';
    const authorization = at(oauth.authorizationUrl);
    return {
      // The library wants one. Answers that name an issuer are compared with an entry's own alone.
      issuer: issuer ?? new URL(token).origin,
      token_endpoint: token,
      ...(authorization === undefined ? {} : { authorization_endpoint: authorization }),
      ...(revocation === undefined ? {} : { revocation_endpoint: revocation }),
    };
  }

  /** Every request to the token endpoint. */
  const tokenRequest = (provider: OAuthEntry, received?: (answer: string) => void) => ({
    ...insecure,
    [customFetch]: fetchBy(outbound, {
      send: provider.oauth.tokenRequest,
      received,
      conform: (answer) => conformAnswer(provider, answer),
    }),
  });

  /** Refuses an answer that another issuer gave (RFC 9207 §2.4), compared as plain texts. */
  function checkIssuer({ oauth }: OAuthEntry, server: AuthorizationServer, callback: URLSearchParams): void {
    if (oauth.issuer === undefined) return;
    const told = callback.get('iss');
    const isMissing = told === null && server.authorization_response_iss_parameter_supported === true;
    if (isMissing || (told !== null && told !== server.issuer)) {
      throw new InlayError('state_mismatch', { detail: 'the answer is another issuer’s' });
    }
  }

  async function exchangeCode(
    ...[provider, settings, values, transaction, callback]: Parameters<OAuthClient['exchange']>
  ) {
    const { oauth } = provider;
    const client = clientOf(settings);
    const server = await serverOf(provider, values);
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
        ...tokenRequest(provider, (body) => (text = body)),
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
      const fetch = fetchBy(outbound, { maxBytes: keysMaxBytes });
      await validateApplicationLevelSignature(strict, answer, {
        ...insecure,
        [customFetch]: fetch,
        [jwksCache]: cache,
      });
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
  }

  return {
    async authorizationUrl(provider, settings, values, { redirectUri, state, codeVerifier, nonce }) {
      const { oauth } = provider;
      const { client_id: clientId } = clientOf(settings);
      const { authorization_endpoint: endpoint = '' } = await serverOf(provider, values);
      const fault = outbound.faultOf(endpoint);
      if (fault !== undefined)
        throw new InlayError('provider_unavailable', { detail: `${provider.id}: its page ${fault}` });
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
    },

    async exchange(...words) {
      try {
        return await exchangeCode(...words);
      } catch (error) {
        throw failureOf(words[0], error);
      }
    },

    async refresh(provider, settings, values, refreshToken, received) {
      let text = '';
      const note = (answer: string): void => {
        received?.(answer);
        text = answer;
      };
      try {
        const client = clientOf(settings);
        const server = await serverOf(provider, values);
        const auth = authOf(provider, settings);
        const answer = await refreshTokenGrantRequest(server, client, auth, refreshToken, tokenRequest(provider, note));
        const receivedAt = clock();
        await processRefreshTokenResponse(server, client, await withoutIdToken(answer));
        const tokens = tokenSetOf(provider, jsonOf(text), receivedAt);
        if (tokens === undefined)
          throw new InlayError('provider_unavailable', { detail: `${provider.id} gave no token` });
        return tokens;
      } catch (error) {
        throw renewalFailureOf(provider, error);
      }
    },

    async revoke(provider, settings, values, { accessToken, refreshToken }) {
      const server = await serverOf(provider, values);
      if (server.revocation_endpoint === undefined) return false;
      const client = clientOf(settings);
      const auth = authOf(provider, settings);
      const options = { ...insecure, [customFetch]: fetchBy(outbound, { send: provider.oauth.tokenRequest }) };
      const tokens = [
        ['refresh_token', refreshToken],
        ['access_token', accessToken],
      ] as const;
      for (const [hint, token] of tokens) {
        if (token === null) continue;
        try {
          const additionalParameters = { token_type_hint: hint };
          const answer = await revocationRequest(server, client, auth, token, { ...options, additionalParameters });
          await processRevocationResponse(answer);
        } catch (error) {
          throw renewalFailureOf(provider, error);
        }
      }
      return true;
    },
  };
}

/** What is asked for: what naming the account needs, and the rest. */
function scopesOf({ oauth }: OAuthEntry): readonly string[] {
  return [...new Set([...(oauth.identityScopes ?? []), ...oauth.scopes])];
}

function clientOf({ clientId }: ClientSettings): Client {
  if (clientId === null || clientId === '') throw new InlayError('provider_not_configured');
  return { client_id: clientId, [clockTolerance]: tolerance };
}

function authOf({ oauth }: OAuthEntry, { clientSecret }: ClientSettings): ClientAuth {
  if (oauth.tokenAuth === 'none') return None();
  if (clientSecret === null || clientSecret === '') throw new InlayError('provider_not_configured');
  return oauth.tokenAuth === 'client_secret_post' ? ClientSecretPost(clientSecret) : basic(clientSecret);
}

/**
 * HTTP Basic with both parts encoded as in a form (RFC 6749 §2.3.1), by which `-`, `.` and `_` stay as they are: the
 * library encodes those too, and there are providers that compare without decoding.
 */
function basic(clientSecret: string): ClientAuth {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return (_server, { client_id: id }, _body, headers) => {
    headers.set('authorization', `Basic ${Buffer.from(`${encode(id)}:${encode(clientSecret)}`).toString('base64')}`);
  };
}

/** A renewal's ID token says nothing that is relied on: one that does not hold must not cost the fresh tokens. */
async function withoutIdToken(answer: Response): Promise<Response> {
  const text = await answer.text();
  const document = jsonOf(text);
  const isObject = typeof document === 'object' && document !== null;
  return new Response(isObject ? JSON.stringify({ ...document, id_token: undefined }) : text, answer);
}
