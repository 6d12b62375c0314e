import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InlayError } from '@inlay/shared';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOAuthClient } from '../../../src/connections/oauth/client.ts';
import type { OAuthEntry } from '../../../src/connections/oauth-entry.ts';
import { createOutbound } from '../../../src/http/outbound.ts';
import type { Outbound } from '../../../src/http/outbound.ts';
import { cloudEntry } from '../../support/oauth-entry.ts';

const settings = { clientId: 'inlay', clientSecret: 'secret-of-32-characters-or-more!' };
const transaction = {
  redirectUri: 'https://inlay.test/oauth/callback/cloud',
  codeVerifier: 'v'.repeat(43),
  nonce: 'the-nonce',
};
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });

let base: string;
let outbound: Outbound;
/** What is answered, by path; whatever is not there is 404. */
let answers: Record<string, unknown>;
let asked: string[];
const server = createServer((request, response) => {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  asked.push(path);
  const answer = answers[path];
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? {}));
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  base = `http://${host}`;
  outbound = createOutbound({ allowedHosts: [host] });
});
beforeEach(() => {
  asked = [];
  const metadata = {
    issuer: base,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    authorization_response_iss_parameter_supported: true,
  };
  answers = {
    '/.well-known/openid-configuration': metadata,
    '/jwks': { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'main', use: 'sig', alg: 'RS256' }] },
  };
});
afterAll(async () => {
  await outbound.close();
  server.close();
});

const entry = (): OAuthEntry => {
  const { authorizationUrl: _a, tokenUrl: _t, ...oauth } = cloudEntry.oauth;
  const account = { from: 'id_token', id: ['/sub'], label: ['/email', '/sub'] } as const;
  return {
    ...cloudEntry,
    oauth: {
      ...oauth,
      issuer: base,
      discovery: true,
      account: { ...account, id: ['/sub'], label: ['/email', '/sub'] },
    },
  };
};

/** A token as a provider makes it, some of its claims changed; `undefined` takes one away. */
async function idToken(
  changes: Readonly<Record<string, unknown>> = {},
  key = keys.privateKey,
  alg = 'RS256',
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: base, aud: 'inlay', sub: 'ada', nonce: 'the-nonce', iat: now, exp: now + 300, ...changes };
  return new SignJWT(claims).setProtectedHeader({ alg, kid: 'main' }).sign(key);
}

/** Exchanges a code for `token` with a client that knows nobody yet. */
function exchange(token: string | undefined, callback: Record<string, string> = { iss: base }) {
  answers['/token'] = { access_token: 'a', token_type: 'Bearer', id_token: token };
  const client = createOAuthClient({ outbound, clock: Date.now });
  return client.exchange(entry(), settings, new Map(), transaction, new URLSearchParams({ code: 'c', ...callback }));
}
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'good',
    (error: InlayError) => error.code,
  );
const seconds = (from: number): number => Math.floor(Date.now() / 1000) + from;

describe('A61: the account that an ID token names', () => {
  it('is taken from one that was made for us, now, by who says so', async () => {
    const token = await idToken({ email: 'ada@login.test' });
    const { tokens, account } = await exchange(token);
    expect(account).toEqual({ id: 'ada', label: 'ada@login.test' });
    expect(tokens.idToken).toBe(token);
    expect(asked).toEqual(['/.well-known/openid-configuration', '/token', '/jwks']);
  });

  it.each([
    ['another issuer', { iss: 'https://evil.test' }],
    ['another client', { aud: 'somebody-else' }],
    ['several clients, of which another is meant', { aud: ['inlay', 'other'], azp: 'other' }],
    ['another attempt', { nonce: 'another' }],
    ['no attempt', { nonce: undefined }],
    ['an hour ago', { iat: seconds(-7_200), exp: seconds(-3_600) }],
    ['nobody', { sub: undefined }],
  ])('is not taken from one for %s', async (_name, changes) => {
    expect(await codeOf(exchange(await idToken(changes)))).toBe('authorization_failed');
  });

  it('is not taken from one that somebody else signed, with the secret or not at all', async () => {
    const unsigned = (await idToken()).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const secret = new TextEncoder().encode(settings.clientSecret);
    const symmetric = await new SignJWT({ iss: base, aud: 'inlay', sub: 'ada', nonce: 'the-nonce' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(secret);
    const bad = [await idToken({}, strangers.privateKey), `${none}.${unsigned[1]}.`, symmetric, 'no.id.token', ''];
    for (const token of bad) expect(await codeOf(exchange(token))).toBe('authorization_failed');
    expect(await codeOf(exchange(undefined))).toBe('authorization_failed');
  });
});

describe('the metadata of an issuer', () => {
  const metadataOf = (path: string): Record<string, unknown> => answers[path] as Record<string, unknown>;
  const oidc = '/.well-known/openid-configuration';

  it('is found where RFC 8414 has it, too', async () => {
    answers['/.well-known/oauth-authorization-server'] = metadataOf(oidc);
    delete answers[oidc];
    expect(await codeOf(exchange(await idToken()))).toBe('good');
    expect(asked.slice(0, 2)).toEqual([oidc, '/.well-known/oauth-authorization-server']);
  });

  it('A57: is refused where it is another issuer’s', async () => {
    answers[oidc] = { ...metadataOf(oidc), issuer: 'https://evil.test' };
    expect(await codeOf(exchange(await idToken()))).toBe('provider_unavailable');
    expect(asked).toEqual([oidc]);
  });

  it('is asked for once by many, and again where it could not be had', async () => {
    const client = createOAuthClient({ outbound, clock: Date.now });
    const go = () => client.authorizationUrl(entry(), settings, new Map(), { ...transaction, state: 's' });
    const kept = metadataOf(oidc);
    delete answers[oidc];
    expect(await codeOf(go())).toBe('provider_unavailable');
    answers[oidc] = kept;
    asked = [];
    await Promise.all(Array.from({ length: 10 }, go));
    expect(asked).toEqual([oidc]);
  });

  it('A57: says whether answers name their issuer', async () => {
    expect(await codeOf(exchange(await idToken(), {}))).toBe('state_mismatch');
    delete metadataOf(oidc)['authorization_response_iss_parameter_supported'];
    expect(await codeOf(exchange(await idToken(), {}))).toBe('good');
    expect(await codeOf(exchange(await idToken(), { iss: 'https://evil.test' }))).toBe('state_mismatch');
  });
});
