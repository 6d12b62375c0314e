import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
let vendor: NewVendor;
let customerId: string;

beforeAll(async () => {
  test = await createTestApp();
  vendor = await test.accounts.vendor();
  customerId = (await test.accounts.customer(vendor.vendor.id, { externalId: 'team' })).id;
});
afterAll(() => test.close());

it('makes a member, changes it and deletes it', async () => {
  const made = await test.api(vendor.apiKey, 'POST', '/api/v1/members', {
    customer: 'Eteam',
    name: 'Ann',
    email: 'ann@team.example',
    externalId: 'ann',
  });
  expect(made.statusCode).toBe(201);
  const at = new Date(test.clock.now()).toISOString();
  expect(made.json()).toEqual({
    id: expect.stringMatching(/^mem_[0-9a-z]{26}$/) as string,
    customer: customerId,
    externalId: 'ann',
    name: 'Ann',
    email: 'ann@team.example',
    confirmed: true,
    role: 'member',
    createdAt: at,
    updatedAt: at,
  });
  const change = { role: 'manager', name: null, confirmed: false };
  const changed = await test.api(vendor.apiKey, 'PATCH', '/api/v1/members/Eann', change);
  expect(changed.json()).toEqual({ ...made.json<object>(), ...change });
  expect((await test.api(vendor.apiKey, 'GET', '/api/v1/members/Eann')).json()).toEqual(changed.json());
  expect((await test.api(vendor.apiKey, 'DELETE', '/api/v1/members/Eann')).statusCode).toBe(204);
  expect((await test.api(vendor.apiKey, 'GET', '/api/v1/members/Eann')).statusCode).toBe(404);
});

it('lists the members of one customer, by either id', async () => {
  const other = await test.accounts.customer(vendor.vendor.id);
  const mine = await test.accounts.member(vendor.vendor.id, customerId);
  const theirs = await test.accounts.member(vendor.vendor.id, other.id);
  const ids = async (query: string): Promise<string[]> =>
    (await test.api(vendor.apiKey, 'GET', `/api/v1/members${query}`))
      .json<{ data: { id: string }[] }>()
      .data.map(({ id }) => id);
  expect(await ids('')).toEqual([theirs.id, mine.id]);
  expect(await ids('?customer=Eteam')).toEqual([mine.id]);
  expect(await ids(`?customer=${other.id}`)).toEqual([theirs.id]);
  expect(await ids('?customer=Enobody')).toEqual([]);
});

it('keeps a member in its customer, and names and addresses of people out of the audit', async () => {
  const { id } = await test.accounts.member(vendor.vendor.id, customerId, {
    name: 'Canary',
    email: 'canary@x.example',
  });
  const moved = await test.api(vendor.apiKey, 'PATCH', `/api/v1/members/${id}`, { customer: vendor.adminCustomer.id });
  expect(moved.statusCode).toBe(400);
  const events = await test.api(vendor.apiKey, 'GET', `/api/v1/audit-events?target=${id}`);
  expect(events.json<{ data: unknown[] }>().data).toHaveLength(1);
  expect(events.body.toLowerCase()).not.toContain('canary');
  expect(test.log.text().toLowerCase()).not.toContain('canary');
});
