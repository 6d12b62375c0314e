import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

const url = '/api/v1/api-keys';
let test: TestApp;
let vendor: NewVendor;

beforeAll(async () => {
  test = await createTestApp();
  vendor = await test.accounts.vendor();
});
afterAll(() => test.close());

it('A67: shows a key once, and then its prefix alone', async () => {
  const made = await test.api(vendor.apiKey, 'POST', url, { name: 'ci', scopes: ['customers:read'] });
  expect(made.statusCode).toBe(201);
  const { key, ...rest } = made.json<{ key: string; id: string; prefix: string }>();
  expect(rest).toEqual({
    id: expect.stringMatching(/^key_/) as string,
    name: 'ci',
    prefix: key.slice(0, 12),
    scopes: ['customers:read'],
    createdAt: new Date(test.clock.now()).toISOString(),
    lastUsedAt: null,
    revokedAt: null,
  });
  expect((await test.api(vendor.apiKey, 'GET', `${url}/${rest.id}`)).json()).toEqual(rest);
  const list = await test.api(vendor.apiKey, 'GET', url);
  expect(list.json<{ data: unknown[] }>().data).toContainEqual(rest);
  expect(list.body).not.toContain(key);
});

it('revokes a key, which stays listed, and can revoke it again', async () => {
  const { id, key } = (await test.api(vendor.apiKey, 'POST', url, { name: 'old', scopes: ['*'] })).json<{
    id: string;
    key: string;
  }>();
  expect((await test.api(key, 'DELETE', `${url}/${id}`)).statusCode).toBe(204);
  expect((await test.api(key, 'GET', url)).statusCode).toBe(401);
  expect((await test.api(vendor.apiKey, 'DELETE', `${url}/${id}`)).statusCode).toBe(204);
  expect((await test.api(vendor.apiKey, 'GET', `${url}/${id}`)).json()).toMatchObject({
    revokedAt: new Date(test.clock.now()).toISOString(),
  });
});

it.each([[[]], [['everything']], [['*', 7]], ['*']])('refuses the scopes %j', async (scopes) => {
  const answer = await test.api(vendor.apiKey, 'POST', url, { name: 'k', scopes });
  expect(answer.statusCode).toBe(400);
});
