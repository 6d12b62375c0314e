import { afterAll, beforeAll, expect, it } from 'vitest';
import { setSigningKeyStatus } from '../../src/accounts/signing-keys.ts';
import type { SessionRecord } from '../../src/state/session-store.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

const url = '/api/v1/sessions';
let test: TestApp;
let partner: Partner;
let apiKey: string;
let opened = 0;

beforeAll(async () => {
  test = await createTestApp();
  partner = await createPartner(test);
  apiKey = partner.vendor.apiKey;
});
afterAll(() => test.close());

async function openSession(changes: Partial<SessionRecord> = {}): Promise<SessionRecord> {
  opened += 1;
  const now = test.clock.now();
  const record: SessionRecord = {
    link: `link-${opened}`,
    id: `ses_${String(opened).padStart(26, '0')}`,
    vendorId: partner.vendor.vendor.id,
    customerId: partner.customer.id,
    memberId: null,
    signingKeyId: partner.key.row.id,
    integrationId: null,
    jodooMemberId: null,
    secretHash: 'canary-hash',
    origin: 'https://partner.test',
    path: '/embedded/connections',
    linkIat: Math.floor(now / 1000),
    openedAt: now,
    lastSeenAt: now,
    expiresAt: now + 8 * 3_600_000,
    endedAt: null,
    endedReason: null,
    ...changes,
  };
  await test.services.sessionStore.open(record);
  return record;
}

const statusOf = async (id: string): Promise<unknown> =>
  (await test.api(apiKey, 'GET', `${url}/${id}`)).json<{ status: unknown }>().status;

it('shows a session without anything that would open it', async () => {
  const record = await openSession();
  const answer = await test.api(apiKey, 'GET', `${url}/${record.id}`);
  const at = new Date(test.clock.now()).toISOString();
  expect(answer.json()).toEqual({
    id: record.id,
    customer: partner.customer.id,
    member: null,
    integration: null,
    origin: 'https://partner.test',
    path: '/embedded/connections',
    openedAt: at,
    lastSeenAt: at,
    expiresAt: new Date(record.expiresAt).toISOString(),
    endedAt: null,
    endedReason: null,
    status: 'active',
  });
  expect(answer.body).not.toContain('canary');
  expect(answer.body).not.toContain(record.link);
});

it('A47: ends a session at once; ending it again is no fault', async () => {
  const record = await openSession();
  expect((await test.api(apiKey, 'DELETE', `${url}/${record.id}`)).statusCode).toBe(204);
  expect((await test.api(apiKey, 'DELETE', `${url}/${record.id}`)).statusCode).toBe(204);
  expect(await test.services.sessions.endOf(record)).toBe('revoked');
  expect((await test.api(apiKey, 'GET', `${url}/${record.id}`)).json()).toMatchObject({
    status: 'revoked',
    endedReason: 'revoked',
    endedAt: new Date(test.clock.now()).toISOString(),
  });
  const events = await test.api(apiKey, 'GET', `/api/v1/audit-events?target=${record.id}`);
  expect(events.json<{ data: unknown[] }>().data).toMatchObject([
    { action: 'session.revoked', customer: partner.customer.id },
  ]);
});

it('A48: says that a session is over which nobody used for 30 minutes', async () => {
  const { id } = await openSession();
  test.clock.advance(30 * 60_000 - 1);
  expect(await statusOf(id)).toBe('active');
  test.clock.advance(1);
  expect(await statusOf(id)).toBe('expired');
});

it('lists newest first, of one customer if asked', async () => {
  const other = await test.accounts.customer(partner.vendor.vendor.id, { externalId: 'other' });
  const { id } = await openSession({ customerId: other.id });
  const list = async (query: string): Promise<string[]> =>
    (await test.api(apiKey, 'GET', `${url}${query}`)).json<{ data: { id: string }[] }>().data.map((item) => item.id);
  expect((await list(''))[0]).toBe(id);
  expect((await list('')).length).toBe(opened);
  expect(await list('?customer=Eother')).toEqual([id]);
  expect(await list(`?customer=${partner.customer.id}`)).not.toContain(id);
});

it('A64: knows nothing of another vendor’s sessions', async () => {
  const record = await openSession();
  const stranger = await test.accounts.vendor();
  for (const method of ['GET', 'DELETE'] as const) {
    const theirs = await test.api(stranger.apiKey, method, `${url}/${record.id}`);
    const nothing = await test.api(stranger.apiKey, method, `${url}/ses_${'9'.repeat(26)}`);
    expect(theirs.statusCode).toBe(404);
    expect(theirs.body.replace(/req_\w+/, '')).toBe(nothing.body.replace(/req_\w+/, ''));
  }
  expect((await test.api(stranger.apiKey, 'GET', url)).json()).toEqual({ data: [], nextCursor: null });
  expect(await test.services.sessions.endOf(record)).toBeUndefined();
});

it('A47: shows what the revocation of its key or the change of its customer made of a session', async () => {
  const { id } = await openSession();
  const address = `/api/v1/customers/${partner.customer.id}`;
  await test.api(apiKey, 'PATCH', address, { confirmed: false });
  expect(await statusOf(id)).toBe('revoked');
  await test.api(apiKey, 'PATCH', address, { confirmed: true, embeddingOrigins: ['https://elsewhere.test'] });
  expect(await statusOf(id)).toBe('revoked');
  await test.api(apiKey, 'PATCH', address, { embeddingOrigins: ['https://partner.test'] });
  expect(await statusOf(id)).toBe('active');
  await setSigningKeyStatus(test.services, { actor: 'test' }, partner.vendor.vendor.id, partner.key.row.id, 'revoked');
  expect(await statusOf(id)).toBe('revoked');
});
