import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import type { AuthorizationServer } from '../../support/authorization-server.ts';
import { onEachEngine } from '../../support/engines.ts';
import { createPartner } from '../../support/partner.ts';
import type { Partner } from '../../support/partner.ts';
import { auditOf, connectLogin, rowOf, setUpLogin, statusesOf, tokensOf, withLogin } from './login.ts';

interface Answer {
  readonly connection: string;
  readonly kind: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
  readonly expiresAt: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly error: { readonly code: string };
}

onEachEngine('fresh credentials', (open) => {
  let login: AuthorizationServer;
  let here: TestApp;
  let there: TestApp;
  let partner: Partner;

  beforeAll(async () => {
    login = await startAuthorizationServer();
    here = await open('credentials', withLogin(login));
    there = await open('credentials', { ...withLogin(login), clock: here.clock });
    partner = await createPartner(here);
    await setUpLogin(here, partner, login);
  });
  afterAll(() => login.close());

  const read = async (id: string, at = here, apiKey = partner.vendor.apiKey) => {
    const answer = await at.api(apiKey, 'GET', `/api/v1/connections/${id}/credentials`);
    return { status: answer.statusCode, body: answer.json<Answer>(), retryAfter: answer.headers['retry-after'] };
  };
  const asked = (path = '/token'): number => login.seen.get(path) ?? 0;
  const connect = (options?: Parameters<typeof connectLogin>[3]) => connectLogin(here, partner, login, options);

  describe('reading', () => {
    it('answers tokens that hold for a minute as they are', async () => {
      const { id, tokens } = await connect({ seconds: 61 });
      const before = asked();
      const { status, body } = await read(id);
      expect(status).toBe(200);
      expect(body).toEqual({
        connection: id,
        provider: 'login',
        kind: 'oauth2',
        credentials: { accessToken: tokens.accessToken, tokenType: 'Bearer' },
        scopes: ['openid', 'email', 'offline_access'],
        expiresAt: new Date(tokens.expiresAt ?? 0).toISOString(),
        fields: { instance: 'eu-1' },
      });
      expect(asked()).toBe(before);
    });

    it('renews tokens that end sooner, and keeps the refresh token to itself', async () => {
      const { id, tokens } = await connect({ seconds: 59 });
      const { status, body } = await read(id);
      expect(status).toBe(200);
      expect(body.credentials['accessToken']).not.toBe(tokens.accessToken);
      expect(Date.parse(body.expiresAt ?? '') - here.clock.now()).toBe(3_600_000);
      expect(body.fields).toEqual({ instance: 'eu-1' });
      const kept = await tokensOf(here, id);
      expect(kept.accessToken).toBe(body.credentials['accessToken']);
      expect(kept.refreshToken).not.toBe(tokens.refreshToken);
      expect(JSON.stringify(body)).not.toContain(kept.refreshToken);
      expect(await login.isGood(kept.refreshToken ?? '')).toBe(true);
      expect(await rowOf(here, id)).toMatchObject({ refresh_id: null, refresh_failures: 0, status: 'connected' });
      expect(await statusesOf(here, id)).toEqual(['connected']);
      expect(await read(id, there)).toMatchObject({ body: { credentials: body.credentials } });
    });

    it('answers tokens that never end', async () => {
      const { id, tokens } = await connect({ seconds: null, tokens: { refreshToken: null } });
      expect((await read(id)).body).toMatchObject({
        expiresAt: null,
        credentials: { accessToken: tokens.accessToken },
      });
    });

    it('A64: answers another vendor’s connection like one that is not there', async () => {
      const { id } = await connect();
      const before = asked();
      const stranger = await here.accounts.vendor('Other');
      const answers = [await read(id, here, stranger.apiKey), await read('con_0', here), await read('Enothing', here)];
      expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(
        Array.from({ length: 3 }, () => [404, 'not_found']),
      );
      expect(asked()).toBe(before);
    });

    it('A65: refuses an API key without the scope, also one that may read connections', async () => {
      const { id } = await connect();
      const scopes = ['connections:read', 'connections:write'];
      const made = await here.api(partner.vendor.apiKey, 'POST', '/api/v1/api-keys', { name: 'reader', scopes });
      const { key } = made.json<{ key: string }>();
      expect((await read(id, here, key)).body.error.code).toBe('scope_missing');
      const narrow = { name: 'credentials', scopes: ['connections:credentials'] };
      const other = await here.api(partner.vendor.apiKey, 'POST', '/api/v1/api-keys', narrow);
      expect((await read(id, here, other.json<{ key: string }>().key)).status).toBe(200);
    });

    it('A87: notes and counts every reading and every renewal', async () => {
      const { id } = await connect();
      const renewed = (): number =>
        here.services.metrics
          .snapshot()
          .find(({ name }) => name === 'inlay_token_refreshes_total')
          ?.values.find(({ labels }) => labels['outcome'] === 'renewed')?.value ?? 0;
      const before = renewed();
      await read(id);
      expect(renewed()).toBe(before + 1);
      expect(await auditOf(here, id)).toEqual([
        ['connection.refreshed', 'changed', null, 'api_key'],
        ['connection.credentials_read', 'accepted', null, 'api_key'],
      ]);
    });
  });

  describe('many at once', () => {
    it('A75: a hundred callers on two instances cause one request, and all get its tokens', async () => {
      const { id } = await connect();
      const before = asked();
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => read(id, index % 2 === 0 ? here : there)),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200));
      expect(new Set(answers.map(({ body }) => body.credentials['accessToken'])).size).toBe(1);
      expect(asked()).toBe(before + 1);
      expect(await login.isGood((await tokensOf(here, id)).refreshToken ?? '')).toBe(true);
    });

    it('renews in the background on one of two instances', async () => {
      const connected = await Promise.all(Array.from({ length: 10 }, () => connect({ seconds: 200 })));
      here.clock.advance(150_000);
      const both = [here, there].map(({ services }) => services.connections.credentials.renewDue());
      await Promise.all(both);
      await there.services.audit.flush();
      for (const { id, tokens } of connected) {
        const kept = await tokensOf(here, id);
        expect(kept.accessToken).not.toBe(tokens.accessToken);
        // A second use of the old one would have ended it.
        expect(await login.isGood(kept.refreshToken ?? '')).toBe(true);
        expect((await rowOf(here, id)).refresh_id).toBeNull();
        expect((await auditOf(here, id)).filter(([action]) => action === 'connection.refreshed')).toEqual([
          ['connection.refreshed', 'changed', null, 'system'],
        ]);
      }
    });
  });

  describe('a provider that says no', () => {
    it('makes the connection expired, and tells so', async () => {
      const { id, tokens } = await connect();
      const { refreshToken } = tokens;
      const other = await connect({ tokens: { refreshToken } });
      expect((await read(other.id)).status).toBe(200);
      // The token was used: using it again ends the whole grant, and the connection with it.
      const { status, body } = await read(id);
      expect([status, body.error.code]).toEqual([409, 'connection_expired']);
      expect(await rowOf(here, id)).toMatchObject({
        status: 'expired',
        error_code: 'connection_expired',
        refresh_id: null,
        renew_at: null,
      });
      expect(await statusesOf(here, id)).toEqual(['connected', 'expired connection_expired']);
      expect((await auditOf(here, id)).map(([action, outcome, code]) => [action, outcome, code])).toEqual([
        ['connection.refreshed', 'refused', 'connection_expired'],
        ['connection.credentials_read', 'refused', 'connection_expired'],
      ]);
      const before = asked();
      expect((await read(id, there)).body.error.code).toBe('connection_expired');
      expect(asked()).toBe(before);
    });

    it('makes a connection expired whose token ended and cannot be renewed', async () => {
      const { id } = await connect({ seconds: 90, tokens: { refreshToken: null } });
      expect((await read(id)).status).toBe(200);
      here.clock.advance(90_000);
      await here.services.connections.credentials.renewDue();
      expect(await statusesOf(here, id)).toEqual(['connected', 'expired connection_expired']);
      expect((await read(id)).body.error.code).toBe('connection_expired');
    });

    it('answers for a connection that nobody has connected yet', async () => {
      const body = { customer: partner.customer.id, provider: 'login', externalId: 'crm-7/a' };
      const made = await here.api(partner.vendor.apiKey, 'POST', '/api/v1/connections', body);
      expect(made.statusCode).toBe(201);
      const { status, body: answer } = await read('Ecrm-7%2Fa');
      expect([status, answer.error.code]).toEqual([409, 'connection_not_connected']);
    });
  });

  describe('a provider that cannot say', () => {
    const down = (status: number, headers = {}) =>
      login.behave((_request, response) => void response.writeHead(status, headers).end('{}'));

    it('leaves the token in use while it holds, and tries again later', async () => {
      const { id, tokens } = await connect({ seconds: 240 });
      down(503);
      here.clock.advance(125_000);
      await here.services.connections.credentials.renewDue();
      const before = asked();
      expect(await rowOf(here, id)).toMatchObject({ status: 'connected', refresh_id: null, refresh_failures: 1 });
      expect((await read(id)).body.credentials['accessToken']).toBe(tokens.accessToken);
      // Left alone for a while, and then asked again.
      await here.services.connections.credentials.renewDue();
      expect(asked()).toBe(before);
      here.clock.advance(30_000);
      await here.services.connections.credentials.renewDue();
      expect(await rowOf(here, id)).toMatchObject({ refresh_failures: 2 });
      // With less than a minute left it is not handed out any more.
      here.clock.advance(60_000);
      const refused = await read(id);
      expect([refused.status, refused.body.error.code]).toEqual([502, 'provider_unavailable']);
      expect(Number(refused.retryAfter)).toBeGreaterThan(0);
      const again = asked();
      expect((await read(id, there)).retryAfter).toBe(refused.retryAfter);
      expect(asked()).toBe(again);
      expect((await rowOf(here, id)).status).toBe('connected');
      // When it is over, people are told; and they are told when it is well again.
      here.clock.advance(60_000);
      expect((await read(id)).body.error.code).toBe('provider_unavailable');
      login.behave(undefined);
      here.clock.advance(300_000);
      expect((await read(id)).status).toBe(200);
      expect(await statusesOf(here, id)).toEqual(['connected', 'error provider_unavailable', 'connected']);
      expect(await rowOf(here, id)).toMatchObject({ refresh_failures: 0, error_code: null });
    });

    it('is left alone for as long as it asks', async () => {
      const { id } = await connect();
      down(429, { 'retry-after': '77' });
      expect((await read(id)).retryAfter).toBe('77');
      login.behave(undefined);
      here.clock.advance(20_000);
      expect((await read(id)).retryAfter).toBe('57');
      here.clock.advance(57_000);
      expect((await read(id)).status).toBe(200);
    });

    it.each([
      ['no JSON', '<h1>Hello</h1>'],
      ['no token', '{}'],
      ['a token that is none', '{"access_token":7,"token_type":"bearer"}'],
    ])('A76: takes an answer of %s for none', async (_name, text) => {
      const { id, tokens } = await connect();
      login.behave((request, response) => {
        if (request.url === '/token') response.writeHead(200, { 'content-type': 'application/json' }).end(text);
        else response.writeHead(503).end();
      });
      expect((await read(id)).body.error.code).toBe('provider_unavailable');
      login.behave(undefined);
      expect((await tokensOf(here, id)).refreshToken).toBe(tokens.refreshToken);
    });

    it('says that the vendor’s own client is at fault, where it is', async () => {
      const { id } = await connect();
      const put = (clientSecret: string) =>
        here.api(partner.vendor.apiKey, 'PUT', '/api/v1/providers/login', { clientId: login.clientId, clientSecret });
      await put('wrong');
      expect((await read(id)).body.error.code).toBe('provider_not_configured');
      await put(login.clientSecret);
      here.clock.advance(2_000);
      expect((await read(id)).status).toBe(200);
    });
  });
});
