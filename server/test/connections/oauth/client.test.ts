import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InlayError } from '@inlay/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RefreshRefused, createOAuthClient } from '../../../src/connections/oauth/client.ts';
import type { OAuthClient } from '../../../src/connections/oauth/client.ts';
import type { OAuthEntry, OAuthTraits } from '../../../src/connections/oauth-entry.ts';
import { createOutbound } from '../../../src/http/outbound.ts';
import type { Outbound } from '../../../src/http/outbound.ts';
import { cloudEntry } from '../../support/oauth-entry.ts';

const canary = 'canary-T0ken-77aa';
const now = Date.UTC(2026, 0, 15, 12);
const settings = { clientId: 'in-lay_1.0', clientSecret: 's/e+c ret~' };
const values = new Map([['tenant', 'acme']]);
const transaction = {
  redirectUri: 'https://inlay.test/oauth/callback/cloud',
  codeVerifier: 'v'.repeat(43),
  nonce: 'n',
};

interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the provider answers, by path; and what it was asked. */
let answers: Record<string, { status?: number; body: unknown }>;
let asked: Asked[];
let base: string;
let outbound: Outbound;
let client: OAuthClient;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    asked.push({ path, headers: request.headers, body });
    const { status = 200, body: answer = '' } = answers[path] ?? { status: 404 };
    response.writeHead(status, { 'content-type': 'text/plain' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  base = `http://${host}`;
  outbound = createOutbound({ allowedHosts: [host] });
  client = createOAuthClient({ outbound, clock: () => now });
});
beforeEach(() => {
  asked = [];
  answers = {
    '/token': { body: { access_token: 'a', token_type: 'Bearer' } },
    '/me': { body: { id: 7, email: 'ada@acme.test' } },
  };
});
afterAll(async () => {
  await outbound.close();
  server.close();
});

/** A provider of this test, with other traits where they are named. */
function provider(traits: Partial<OAuthTraits> = {}): OAuthEntry {
  return {
    ...cloudEntry,
    oauth: {
      ...cloudEntry.oauth,
      authorizationUrl: `${base}/authorize`,
      tokenUrl: `${base}/token`,
      account: {
        from: 'request',
        method: 'GET',
        url: `${base}/me`,
        id: ['/id'],
        label: ['/email'],
        within: ['tenant'],
      },
      ...traits,
    },
  };
}

const exchange = (traits?: Partial<OAuthTraits>, callback: Record<string, string> = {}) =>
  client.exchange(
    provider(traits),
    settings,
    values,
    transaction,
    new URLSearchParams({ code: 'the-code', state: 's', ...callback }),
  );
const formOf = (path: string): URLSearchParams =>
  new URLSearchParams(asked.find((one) => one.path === path)?.body ?? '');
async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  const { message, stack, cause } = error as Error;
  expect(`${message} ${stack} ${String(cause)} ${(error as InlayError).detail}`).not.toContain(canary);
  return error as Error;
}
const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const failure = await failureOf(promise);
  return failure instanceof InlayError ? failure.code : failure.name;
};

describe('the way to the provider', () => {
  it('asks for what naming the account needs and for the rest, with its own parameters and none of ours changed', async () => {
    const entry = provider({
      scopeSeparator: ',',
      authorizationParams: { access_type: 'offline', state: 'x', redirect_uri: 'y' },
    });
    const url = await client.authorizationUrl(entry, settings, values, { ...transaction, state: 'the-state' });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      access_type: 'offline',
      client_id: settings.clientId,
      response_type: 'code',
      redirect_uri: transaction.redirectUri,
      scope: 'me,read,write,admin',
      state: 'the-state',
      code_challenge: createHash('sha256').update(transaction.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  it('A58: goes without PKCE only where the entry records why', async () => {
    const entry = provider({ pkce: { exception: 'It knows no PKCE, as its documentation says.' } });
    const url = await client.authorizationUrl(entry, settings, values, { ...transaction, state: 's' });
    expect(url.searchParams.has('code_challenge')).toBe(false);
    await exchange(entry.oauth);
    expect(formOf('/token').has('code_verifier')).toBe(false);
  });

  it('A76: leads to no address that the settings would not allow', async () => {
    for (const authorizationUrl of ['http://login.example/authorize', 'https://login.example:8443/a']) {
      const going = client.authorizationUrl(provider({ authorizationUrl }), settings, values, {
        ...transaction,
        state: 's',
      });
      expect(await codeOf(going)).toBe('provider_unavailable');
    }
  });
});

describe('the exchange', () => {
  it('sends the code, the verifier and the redirect URI, and says who the client is as a form would', async () => {
    const { tokens, account } = await exchange();
    expect(Object.fromEntries(formOf('/token'))).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: transaction.redirectUri,
      code_verifier: transaction.codeVerifier,
    });
    const pair = Buffer.from(asked[0]?.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
    expect(pair).toBe('in-lay_1.0:s%2Fe%2Bc+ret%7E');
    expect(asked[1]?.headers.authorization).toBe('Bearer a');
    expect(account).toEqual({ id: 'acme/7', label: 'ada@acme.test' });
    expect(tokens).toMatchObject({ accessToken: 'a', refreshToken: null, scopes: ['me', 'read', 'write', 'admin'] });
  });

  it.each([
    ['client_secret_post', { client_id: settings.clientId, client_secret: settings.clientSecret }],
    ['none', { client_id: settings.clientId }],
  ] as const)('puts the client into the form where the provider wants it: %s', async (tokenAuth, members) => {
    await exchange({ tokenAuth });
    expect(Object.fromEntries(formOf('/token'))).toMatchObject(members);
    expect(asked[0]?.headers.authorization).toBeUndefined();
  });

  it('speaks JSON where the provider does, and adds what it wants', async () => {
    await exchange({ tokenRequest: 'json', tokenParams: { expiring: '1' } });
    expect(asked[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ code: 'the-code', expiring: '1' });
  });

  it.each([
    ['no type', { access_token: 'a' }, {}, { tokenType: 'bearer', expiresAt: null }],
    ['a type of its own', { access_token: 'a', token_type: 'bot' }, {}, { tokenType: 'bot' }],
    ['a lifetime as text', { access_token: 'a', expires_in: '3600' }, {}, { expiresAt: now + 3_600_000 }],
    ['a lifetime of nought: it never ends', { access_token: 'a', expires_in: 0, scope: null }, {}, { expiresAt: null }],
    [
      'no lifetime, where the entry knows it',
      { access_token: 'a' },
      { accessTokenLifetime: 60 },
      { expiresAt: now + 60_000 },
    ],
    ['scopes with commas', { access_token: 'a', scope: 'read,write' }, {}, { scopes: ['read', 'write'] }],
    ['scopes as a list', { access_token: 'a', scope: ['read', 'me'] }, {}, { scopes: ['read', 'me'] }],
    ['an ID token that nobody asked for', { access_token: 'a', id_token: 'no.jwt.at-all' }, {}, { idToken: null }],
    [
      'what the vendor needs beside the tokens',
      { access_token: 'a', instance_url: 'https://eu1.example', team: { id: 'T1' }, long: 'x'.repeat(600) },
      { tokenFields: { instanceUrl: '/instance_url', team: '/team/id', long: '/long' } },
      { fields: { instanceUrl: 'https://eu1.example', team: 'T1' } },
    ],
  ])('takes an answer with %s', async (_name, body, traits, expected) => {
    answers['/token'] = { body };
    expect((await exchange(traits)).tokens).toMatchObject(expected);
  });

  it('takes values of the callback and of the account’s answer, too', async () => {
    const traits = { callbackFields: { realm: 'realmId' }, accountFields: { mail: '/email' } };
    const { tokens } = await exchange(traits, { realmId: '42' });
    expect(tokens.fields).toEqual({ realm: '42', mail: 'ada@acme.test' });
  });

  it('names the account by the answer of the token endpoint, or by a header of the provider’s own', async () => {
    answers['/token'] = { body: { access_token: 'a', user: { id: 'U1', name: 'Ada' } } };
    const named = await exchange({ account: { from: 'token', id: ['/user/id'], label: ['/user/name'] } });
    expect(named.account).toEqual({ id: 'U1', label: 'Ada' });
    const credential = { header: 'x-token', value: 'OAuth {accessToken}' };
    await exchange({
      account: {
        from: 'request',
        method: 'POST',
        url: `${base}/me`,
        body: '{"q":1}',
        credential,
        id: ['/id'],
        label: ['/email'],
      },
    });
    const request = asked.findLast(({ path }) => path === '/me');
    expect([request?.headers['x-token'], request?.headers.authorization, request?.body]).toEqual([
      'OAuth a',
      undefined,
      '{"q":1}',
    ]);
  });

  it.each([
    ['names nobody', { body: { email: 'x' } }, 'authorization_failed'],
    ['is none', { body: `<html>${canary}` }, 'authorization_failed'],
    ['says that the token is not good', { status: 401, body: canary }, 'authorization_failed'],
    ['does not come', { status: 503, body: canary }, 'provider_unavailable'],
  ])('fails where the answer about the account %s', async (_name, answer, code) => {
    answers['/me'] = answer;
    expect(await codeOf(exchange())).toBe(code);
  });

  it('A57: compares the issuer as a plain text, also one without a path, and only where the entry knows it', async () => {
    const issuer = 'https://login.example';
    await exchange({ issuer }, { iss: issuer });
    for (const iss of [`${issuer}/`, 'https://LOGIN.example', 'https://evil.example', '']) {
      expect(await codeOf(exchange({ issuer }, { iss }))).toBe('state_mismatch');
    }
    await exchange({}, { iss: 'https://whoever.example' });
    expect(asked.filter(({ path }) => path === '/token')).toHaveLength(2);
  });

  it('A50: no failure repeats what the provider said', async () => {
    for (const status of [200, 302, 400, 401, 403, 500]) {
      for (const body of [{ error: canary, error_description: canary }, { access_token: '', note: canary }, canary]) {
        answers['/token'] = { status, body };
        expect(await failureOf(exchange())).toBeInstanceOf(InlayError);
      }
    }
    const refused = exchange({}, { error: canary, error_description: canary });
    expect(await codeOf(refused)).toBe('authorization_failed');
  });

  it('needs what the vendor registered', async () => {
    for (const missing of [{ clientId: null }, { clientSecret: null }]) {
      const going = client.exchange(
        provider(),
        { ...settings, ...missing },
        values,
        transaction,
        new URLSearchParams({ code: 'c' }),
      );
      expect(await codeOf(going)).toBe('provider_not_configured');
    }
    expect(asked).toEqual([]);
  });
});

describe('a renewal', () => {
  const refresh = (traits?: Partial<OAuthTraits>, received?: (answer: string) => void) =>
    client.refresh(provider(traits), settings, values, canary, received);

  it('sends the refresh token, and hands the answer over before anything looks at it', async () => {
    const body = { access_token: 'b', refresh_token: 'r2', expires_in: 60, id_token: 'no.jwt.at-all' };
    answers['/token'] = { body };
    const received: string[] = [];
    const tokens = await refresh({}, (answer) => received.push(answer));
    expect(tokens).toMatchObject({
      accessToken: 'b',
      refreshToken: 'r2',
      expiresAt: now + 60_000,
      scopes: null,
      idToken: null,
    });
    expect(received).toEqual([JSON.stringify(body)]);
    expect(Object.fromEntries(formOf('/token'))).toEqual({ grant_type: 'refresh_token', refresh_token: canary });
  });

  it.each([
    ['invalid_grant', 400, {}, 'RefreshRefused'],
    ['bad_refresh_token', 200, { refusals: ['bad_refresh_token'] }, 'RefreshRefused'],
    ['invalid_client', 401, {}, 'provider_not_configured'],
    ['unsupported_grant_type', 400, {}, 'provider_not_configured'],
    ['server_error', 400, {}, 'provider_unavailable'],
    ['invalid_grant', 503, {}, 'provider_unavailable'],
    ['slow_down', 429, {}, 'provider_unavailable'],
  ])('%s with %i %j is %s', async (error, status, traits, expected) => {
    answers['/token'] = { status, body: { error, error_description: canary } };
    expect(await codeOf(refresh(traits))).toBe(expected);
  });

  it('says nothing against the tokens where the answer does not hold', async () => {
    for (const answer of [{ body: 'no json' }, { body: [] }, { status: 404, body: '' }, { body: { token: 'x' } }]) {
      answers['/token'] = answer;
      expect(await codeOf(refresh())).toBe('provider_unavailable');
    }
    expect(new RefreshRefused('x')).toBeInstanceOf(Error);
  });
});

describe('a revocation', () => {
  const tokens = { accessToken: 'a', refreshToken: 'r' };

  it('tells both tokens, the one that lives longer first (RFC 7009)', async () => {
    answers['/revoke'] = { body: '' };
    const entry = provider({ revocationUrl: `${base}/revoke` });
    expect(await client.revoke(entry, settings, values, tokens)).toBe(true);
    expect(asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      { token: 'r', token_type_hint: 'refresh_token' },
      { token: 'a', token_type_hint: 'access_token' },
    ]);
  });

  it('has nobody to tell, or is not heard', async () => {
    expect(await client.revoke(provider(), settings, values, tokens)).toBe(false);
    answers['/revoke'] = { status: 503, body: canary };
    const going = client.revoke(provider({ revocationUrl: `${base}/revoke` }), settings, values, tokens);
    expect(await codeOf(going)).toBe('provider_unavailable');
  });
});
