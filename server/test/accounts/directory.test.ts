import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApiKey, revokeApiKey } from '../../src/accounts/api-keys.ts';
import { updateCustomer } from '../../src/accounts/customers.ts';
import { createServices } from '../../src/services.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

let test: TestApp;
let partner: Partner;
const author = { actor: 'test' };

beforeEach(async () => {
  test = await createTestApp();
  partner = await createPartner(test);
});
afterEach(() => test.close());

const peek = async (): Promise<number> => {
  const url = `/direct_link?token=${partner.token()}`;
  return (await test.app.inject({ url, headers: { accept: 'text/html' } })).statusCode;
};

/** Statements that the database was asked, by the tables they name. */
function watchQueries(): { readonly seen: string[] } {
  const seen: string[] = [];
  const executor = test.services.database.getExecutor();
  const original = executor.executeQuery.bind(executor);
  executor.executeQuery = (query, ...rest) => {
    seen.push(query.sql);
    return original(query, ...rest);
  };
  return { seen };
}

it('a warm peek asks the database for no account', async () => {
  expect(await peek()).toBe(200);
  const { seen } = watchQueries();
  expect(await peek()).toBe(200);
  const accounts = seen.filter((sql) => /"(?:vendors|customers|members|signing_keys)"/.test(sql));
  expect(seen.length).toBeGreaterThan(0);
  expect(accounts).toEqual([]);
});

it('a change made here holds at once', async () => {
  expect(await peek()).toBe(200);
  const id = { id: partner.customer.id };
  await updateCustomer(test.services, author, partner.vendor.vendor.id, id, { confirmed: false });
  expect(await peek()).toBe(403);
  await updateCustomer(test.services, author, partner.vendor.vendor.id, id, { confirmed: true });
  expect(await peek()).toBe(200);
});

it('a change made by another process holds once it was looked for, which happens each second', async () => {
  expect(await peek()).toBe(200);
  const other = await createServices(test.services.config, { clock: test.clock.now });
  try {
    const id = { id: partner.customer.id };
    await updateCustomer(other, author, partner.vendor.vendor.id, id, { embeddingOrigins: [] });
    await test.services.directory.poll();
    expect(await peek()).toBe(403);
  } finally {
    await other.close();
  }
});

it('memory is not trusted while changes cannot be looked for', async () => {
  expect(await peek()).toBe(200);
  // Changed behind every process's back: only a read of the database can tell.
  await test.services.database
    .updateTable('customers')
    .set({ confirmed: 0 })
    .where('id', '=', partner.customer.id)
    .execute();
  test.clock.advance(10_000);
  expect(await peek()).toBe(403);
});

it('a vendor made later is found although it was asked for before', async () => {
  expect(await test.services.directory.vendorByKey('later')).toBeUndefined();
  const { vendor } = await test.accounts.vendor();
  await test.services.database.updateTable('vendors').set({ key: 'later' }).where('id', '=', vendor.id).execute();
  expect((await test.services.directory.vendorByKey('later'))?.id).toBe(vendor.id);
});

it('a change while an account is being read leaves nothing of before it in memory', async () => {
  const { directory, database } = test.services;
  const executor = database.getExecutor();
  const original = executor.executeQuery.bind(executor);
  let changes = 1;
  executor.executeQuery = async (query, ...rest) => {
    const rows = await original(query, ...rest);
    if (changes-- > 0) {
      await database.updateTable('customers').set({ confirmed: 0 }).where('id', '=', partner.customer.id).execute();
      directory.changed(partner.vendor.vendor.id);
    }
    return rows;
  };
  const read = async () => (await directory.customer(partner.vendor.vendor.id, { id: partner.customer.id }))?.confirmed;
  expect(await read()).toBe(true);
  expect(await read()).toBe(false);
});

const list = async (key: string): Promise<number> => (await test.api(key, 'GET', '/api/v1/members')).statusCode;
const makeKey = (): ReturnType<typeof createApiKey> =>
  createApiKey(test.services, author, partner.vendor.vendor.id, { name: 'k', scopes: ['members:read'] });

it('A67: a warm API key is asked of no database, and revoked here it ends at once', async () => {
  const { row, key } = await makeKey();
  expect(await list(key)).toBe(200);
  const { seen } = watchQueries();
  expect(await list(key)).toBe(200);
  expect(seen.filter((sql) => sql.includes('"api_keys"'))).toEqual([]);
  await revokeApiKey(test.services, author, partner.vendor.vendor.id, row.id);
  expect(await list(key)).toBe(401);
});

it('A67: an API key that another process revoked ends with the next look, one that it made works at once', async () => {
  const { row, key } = await makeKey();
  expect(await list(key)).toBe(200);
  const other = await createServices(test.services.config, { clock: test.clock.now });
  try {
    await revokeApiKey(other, author, partner.vendor.vendor.id, row.id);
    await test.services.directory.poll();
    expect(await list(key)).toBe(401);
    const made = await createApiKey(other, author, partner.vendor.vendor.id, { name: 'k', scopes: ['*'] });
    expect(await list(made.key)).toBe(200);
  } finally {
    await other.close();
  }
});

it('A67: a revoked API key is not trusted from memory while changes cannot be looked for', async () => {
  const { row, key } = await makeKey();
  expect(await list(key)).toBe(200);
  await test.services.database.updateTable('api_keys').set({ revoked_at: 1 }).where('id', '=', row.id).execute();
  test.clock.advance(10_000);
  expect(await list(key)).toBe(401);
});
