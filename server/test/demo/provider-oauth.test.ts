import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProvider } from '../../src/demo/provider/server.ts';
import { registerClient } from '../../src/demo/provider/oauth/client.ts';

const origin = 'http://acme.test';
const client = registerClient('http://inlay.test', 'acme-calendar');
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

let folder: string;
let app: FastifyInstance;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inlay-acme-'));
  app = await createProvider({ origin, client, grantsFile: join(folder, 'grants.json') });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const form = (url: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });

function authorize(change: Readonly<Record<string, string>> = {}) {
  const query = {
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'calendar.read calendar.write',
    state: 'state-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...change,
  };
  return app.inject({ url: '/oauth/authorize', query });
}

/** Goes through the pages, and answers where they lead. */
async function decide(decision: 'allow' | 'deny'): Promise<URLSearchParams> {
  const request = /name="request" value="([\w-]+)"/.exec((await authorize()).body)?.[1] ?? '';
  const consent = await form('/oauth/consent', { request, account: 'cal_5120' });
  expect(consent.body).toContain('deliveries@harborpine.example');
  const { statusCode, headers } = await form('/oauth/decision', { request, account: 'cal_5120', decision });
  expect(statusCode).toBe(303);
  const back = new URL(String(headers.location));
  expect(back.origin + back.pathname).toBe(client.redirectUri);
  expect((await form('/oauth/decision', { request, account: 'cal_5120', decision: 'allow' })).statusCode).toBe(400);
  return back.searchParams;
}

const own = { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` };
const exchange = (code: string, change: Readonly<Record<string, string>> = {}) =>
  form(
    '/oauth/token',
    { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: client.redirectUri, ...change },
    own,
  );
const refresh = (token: string) => form('/oauth/token', { grant_type: 'refresh_token', refresh_token: token }, own);
const account = (token: string) =>
  app.inject({ url: '/calendar/api/account', headers: { authorization: `Bearer ${token}` } });

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

describe('the demo’s authorization server', () => {
  it('leads back with a code, the state and who it is; the code names the account', async () => {
    const back = await decide('allow');
    expect([back.get('state'), back.get('iss')]).toEqual(['state-1', origin]);
    const answer = await exchange(back.get('code') ?? '');
    expect(answer.headers['cache-control']).toBe('no-store');
    const { access_token } = answer.json<Tokens>();
    expect((await account(access_token)).json()).toMatchObject({ id: 'cal_5120' });
  });

  it('leads back with access_denied where access is denied', async () => {
    expect(Object.fromEntries(await decide('deny'))).toEqual({ error: 'access_denied', state: 'state-1', iss: origin });
  });

  it.each([
    ['another app', { client_id: 'other' }],
    ['another address', { redirect_uri: 'http://attacker.test/' }],
  ])('A59: leads nowhere for %s', async (_case, change) => {
    const { statusCode, headers } = await authorize(change);
    expect([statusCode, headers.location]).toEqual([400, undefined]);
  });

  it.each([
    ['no PKCE', { code_challenge: '' }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['an unknown scope', { scope: 'everything' }, 'invalid_scope'],
    ['a scope that is a prototype’s name', { scope: 'constructor' }, 'invalid_scope'],
    ['a token at once', { response_type: 'token' }, 'unsupported_response_type'],
  ])('A58: answers %s with an error', async (_case, change, error) => {
    const { headers } = await authorize(change);
    expect(new URL(String(headers.location)).searchParams.get('error')).toBe(error);
  });

  it('exchanges a code once; a second try ends what came of the first', async () => {
    const code = (await decide('allow')).get('code') ?? '';
    const { access_token } = (await exchange(code)).json<Tokens>();
    expect((await exchange(code)).json()).toEqual({ error: 'invalid_grant' });
    expect((await account(access_token)).statusCode).toBe(401);
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['another address', { redirect_uri: 'http://inlay.test/' }],
  ])('A58: exchanges no code for %s', async (_case, change) => {
    const code = (await decide('allow')).get('code') ?? '';
    expect((await exchange(code, change)).statusCode).toBe(400);
  });

  it('answers nobody who does not prove to be the app', async () => {
    const { statusCode } = await form('/oauth/token', { grant_type: 'refresh_token', refresh_token: 'x' });
    expect(statusCode).toBe(401);
  });

  it('replaces refresh tokens, also over a restart, and ends a grant whose old one comes again', async () => {
    const first = (await exchange((await decide('allow')).get('code') ?? '')).json<Tokens>();
    const second = (await refresh(first.refresh_token)).json<Tokens>();
    await app.close();
    app = await createProvider({ origin, client, grantsFile: join(folder, 'grants.json') });
    const third = (await refresh(second.refresh_token)).json<Tokens>();
    expect((await account(third.access_token)).statusCode).toBe(200);
    expect((await refresh(first.refresh_token)).json()).toEqual({ error: 'invalid_grant' });
    expect((await refresh(third.refresh_token)).json()).toEqual({ error: 'invalid_grant' });
    expect((await account(third.access_token)).statusCode).toBe(401);
    expect(statSync(join(folder, 'grants.json')).mode & 0o077).toBe(0);
  });

  it('revokes a grant by either of its tokens', async () => {
    const tokens = (await exchange((await decide('allow')).get('code') ?? '')).json<Tokens>();
    expect((await form('/oauth/revoke', { token: tokens.access_token }, own)).statusCode).toBe(200);
    expect((await refresh(tokens.refresh_token)).statusCode).toBe(400);
  });
});
