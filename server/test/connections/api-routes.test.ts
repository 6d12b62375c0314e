import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { openFrame } from '../support/frame.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { startProvider } from '../support/provider.ts';
import type { TestProvider } from '../support/provider.ts';

interface Resource {
  readonly id: string;
}
let provider: TestProvider;
let test: TestApp;
let partner: Partner;
/** Ids of three connections, oldest first; the last belongs to another customer of the same vendor. */
let ids: string[];

beforeAll(async () => {
  provider = await startProvider();
  provider.keys.set('good-key', { id: 1, email: 'ann@acme.test' });
  const extraProviders = [provider.entry];
  test = await createTestApp({ extraProviders, environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: provider.host } });
  partner = await createPartner(test);
  const { id } = await test.accounts.customer(partner.vendor.vendor.id, { externalId: 'crm-2' });
  const first = await openFrame(test, partner);
  const second = await openFrame(test, partner, `${partner.vendor.vendor.key}:${id}`);
  ids = [];
  for (const frame of [first, first, second]) {
    const body = { provider: 'acme', fields: { apiKey: 'good-key', team: 'T' } };
    ids.push((await frame.post('/connections', body)).body.id);
  }
  await test.services.database
    .updateTable('connections')
    .set({ external_id: 'a/b' })
    .where('id', '=', ids[0] ?? '')
    .execute();
});
afterAll(async () => {
  await test.close();
  await provider.close();
});

const get = (url: string, apiKey = partner.vendor.apiKey) => test.api(apiKey, 'GET', `/api/v1${url}`);
const idsOf = (body: { data: Resource[] }): string[] => body.data.map(({ id }) => id);

it('lists a vendor’s connections, newest first, page by page', async () => {
  const first = (await get('/connections?limit=2')).json<{ data: Resource[]; nextCursor: string }>();
  expect(idsOf(first)).toEqual([ids[2], ids[1]]);
  const second = (await get(`/connections?limit=2&cursor=${first.nextCursor}`)).json<typeof first>();
  expect(idsOf(second)).toEqual([ids[0]]);
  expect(second.nextCursor).toBeNull();
});

it('narrows the list to a customer', async () => {
  expect(idsOf((await get('/connections?customer=Ecrm-2')).json())).toEqual([ids[2]]);
  expect(idsOf((await get(`/connections?customer=${partner.customer.id}`)).json())).toEqual([ids[1], ids[0]]);
  expect(idsOf((await get('/connections?customer=Enobody')).json())).toEqual([]);
});

it('tells of one connection, by id and external id, without its secrets', async () => {
  const answer = await get(`/connections/${ids[0]}`);
  expect(answer.json()).toMatchObject({
    id: ids[0],
    externalId: 'a/b',
    customer: partner.customer.id,
    member: null,
    provider: 'acme',
    status: 'connected',
    account: { id: '1', label: 'ann@acme.test' },
    fields: { team: 'T' },
    error: null,
  });
  expect((await get('/connections/Ea%2Fb')).json()).toEqual(answer.json());
  expect(answer.body).not.toContain('good-key');
});

it('A64: answers another vendor as if there were nothing', async () => {
  const stranger = await test.accounts.vendor('Other');
  expect(idsOf((await get('/connections', stranger.apiKey)).json())).toEqual([]);
  for (const reference of [ids[0], 'Ea%2Fb', 'con_00000000000000000000000000', 'nonsense']) {
    const answer = await get(`/connections/${reference}`, stranger.apiKey);
    expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([404, 'not_found']);
  }
});

it('lists the providers', async () => {
  expect(idsOf((await get('/providers')).json())).toContain('acme');
});
