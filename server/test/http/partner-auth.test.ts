import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, revokeApiKey } from '../../src/accounts/api-keys.ts';
import type { Scope } from '../../src/accounts/scopes.ts';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { listen } from '../support/http.ts';

const author = { actor: 'test' };
const url = '/api/v1/customers';
let test: TestApp;
let vendor: NewVendor;

beforeAll(async () => {
  test = await createTestApp();
  vendor = await test.accounts.vendor();
});
afterAll(() => test.close());

function codeOf(answer: { body: string }): unknown {
  return (JSON.parse(answer.body) as { error: { code: string } }).error.code;
}

async function keyWith(scopes: readonly Scope[]): Promise<{ id: string; key: string }> {
  const made = await createApiKey(test.services, author, vendor.vendor.id, { name: 'k', scopes });
  return { id: made.row.id, key: made.key };
}

describe('A67: API keys', () => {
  it('has at least 128 random bits, and no two alike', async () => {
    const keys = await Promise.all(Array.from({ length: 50 }, () => keyWith(['*'])));
    expect(new Set(keys.map(({ key }) => key)).size).toBe(50);
    for (const { key } of keys) expect(key).toMatch(/^inl_[0-9a-hjkmnp-tv-z]{40}$/);
  });

  it('stops working with the revocation, at once', async () => {
    const { id, key } = await keyWith(['*']);
    expect((await test.api(key, 'GET', url)).statusCode).toBe(200);
    await revokeApiKey(test.services, author, vendor.vendor.id, id);
    const answer = await test.api(key, 'GET', url);
    expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'api_key_invalid']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('notes its last use, at most once a minute', async () => {
    const { id, key } = await keyWith(['*']);
    const lastUsed = async (): Promise<number | null | undefined> =>
      (
        await test.services.database
          .selectFrom('api_keys')
          .select('last_used_at')
          .where('id', '=', id)
          .executeTakeFirst()
      )?.last_used_at;
    expect(await lastUsed()).toBeNull();
    await test.api(key, 'GET', url);
    const first = test.clock.now();
    await expect.poll(lastUsed).toBe(first);
    test.clock.advance(30_000);
    await test.api(key, 'GET', url);
    test.clock.advance(30_001);
    await test.api(key, 'GET', url);
    await expect.poll(lastUsed).toBe(first + 60_001);
  });
});

describe('A68: an API key counts in one Authorization header alone', () => {
  const withoutHeader = ['api_key_missing', 401];

  it.each([
    ['the query', { url: `${url}?api_key=KEY` }],
    ['the query, as access_token', { url: `${url}?access_token=KEY` }],
    ['a cookie', { url, headers: { cookie: 'api_key=KEY; authorization=Bearer KEY' } }],
    ['another header', { url, headers: { 'x-api-key': 'KEY' } }],
    ['the proxy’s header', { url, headers: { 'proxy-authorization': 'Bearer KEY' } }],
  ])('is not taken from %s', async (_place, request) => {
    const text = JSON.stringify({ method: 'GET', ...request }).replaceAll('KEY', vendor.apiKey);
    const answer = await test.app.inject(JSON.parse(text) as { url: string });
    expect([codeOf(answer), answer.statusCode]).toEqual(withoutHeader);
  });

  it('is not taken from the body', async () => {
    const answer = await test.app.inject({
      method: 'POST',
      url,
      payload: { name: 'C', apiKey: vendor.apiKey, authorization: `Bearer ${vendor.apiKey}` },
    });
    expect([codeOf(answer), answer.statusCode]).toEqual(withoutHeader);
  });

  it('is refused where the query carries another, with a good header', async () => {
    const answer = await test.api(vendor.apiKey, 'GET', `${url}?access_token=${vendor.apiKey}`);
    expect([codeOf(answer), answer.statusCode]).toEqual(['request_invalid', 400]);
  });

  it('is refused when the header comes twice, even with the same key', async () => {
    const own = await createTestApp();
    const { apiKey } = await own.accounts.vendor();
    const client = await listen(own);
    const authorization = `Bearer ${apiKey}`;
    expect((await client.get(url, { authorization })).status).toBe(200);
    const twice = await client.get(url, { authorization: [authorization, authorization] as unknown as string });
    expect([twice.status, codeOf(twice)]).toEqual([401, 'api_key_invalid']);
    await own.close();
  });

  it.each([
    'KEY',
    'Basic KEY',
    'Bearer  KEY',
    'Bearer KEY ,',
    'Bearer KEY KEY',
    'Bearer',
    'Bearer inl_',
    'BearerKEY',
    'Token KEY',
  ])('is refused as %j', async (form) => {
    const authorization = form.replaceAll('KEY', vendor.apiKey);
    const answer = await test.app.inject({ method: 'GET', url, headers: { authorization } });
    expect([codeOf(answer), answer.statusCode]).toEqual(['api_key_invalid', 401]);
  });

  it('is taken with the scheme in any case (RFC 9110, 11.1)', async () => {
    const headers = { authorization: `bearer ${vendor.apiKey}` };
    expect((await test.app.inject({ method: 'GET', url, headers })).statusCode).toBe(200);
  });
});

describe('A65: a key does what its scopes allow', () => {
  it('is refused without the scope of the route, and told which', async () => {
    const { key } = await keyWith(['customers:read']);
    expect((await test.api(key, 'GET', url)).statusCode).toBe(200);
    for (const [method, address, scope] of [
      ['POST', url, 'customers:write'],
      ['PATCH', `${url}/Ex`, 'customers:write'],
      ['DELETE', `${url}/Ex`, 'customers:write'],
      ['GET', '/api/v1/members', 'members:read'],
      ['GET', '/api/v1/audit-events', 'audit-events:read'],
      ['POST', '/api/v1/signing-keys', 'signing-keys:write'],
      ['DELETE', '/api/v1/sessions/ses_1', 'sessions:write'],
      ['POST', '/api/v1/api-keys', 'api-keys:write'],
    ] as const) {
      const answer = await test.api(key, method, address, method === 'POST' ? {} : undefined);
      expect([address, answer.statusCode, codeOf(answer)]).toEqual([address, 403, 'scope_missing']);
      expect(answer.body).toContain(scope);
    }
  });

  it('cannot give itself more through a new key', async () => {
    const { key } = await keyWith(['api-keys:write', 'customers:read']);
    const answer = await test.api(key, 'POST', '/api/v1/api-keys', { name: 'more', scopes: ['customers:read', '*'] });
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'scope_missing']);
    const fine = await test.api(key, 'POST', '/api/v1/api-keys', { name: 'same', scopes: ['customers:read'] });
    expect(fine.statusCode).toBe(201);
  });

  it.each([
    '/api/v1/customers/',
    '/api/v1//customers',
    '//api/v1/customers',
    '/API/v1/customers',
    '/api/V1/customers',
    '/api/v1/customers%2f',
    '/api/v1/Customers',
    '/api/v1',
    '/api/v1/',
    '/api/v2/customers',
    '/api/v1/vendors',
    '/api/v1/customers/Ex/members',
  ])('has no other way in by %s', async (address) => {
    const answer = await test.api(vendor.apiKey, 'GET', address);
    expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'not_found']);
  });

  it.each(['PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH'] as const)(
    'refuses %s where only GET and POST are',
    async (method) => {
      const answer = await test.api(vendor.apiKey, method, url, method === 'PATCH' ? {} : undefined);
      expect(answer.statusCode).toBe(405);
      expect(answer.headers['allow']).toBe('GET, POST');
      expect(answer.body === '' || codeOf(answer) === 'method_not_allowed').toBe(true);
    },
  );
});

it('A50: writes no key to the log', async () => {
  const { key } = await keyWith(['*']);
  await test.api(key, 'GET', url);
  await test.api(`${key}x`, 'GET', `${url}?key=${key}`);
  await test.api(key, 'POST', '/api/v1/api-keys', { name: 'canary', scopes: ['*'] });
  expect(test.log.lines.length).toBeGreaterThan(3);
  expect(test.log.text()).not.toContain(key.slice(4));
});
