import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
let vendor: NewVendor;

interface Event {
  readonly action: string;
  readonly code: string | null;
  readonly jti: string | null;
}

beforeAll(async () => {
  test = await createTestApp();
  vendor = await test.accounts.vendor();
});
afterAll(() => test.close());

const list = async (query: string, apiKey = vendor.apiKey): Promise<Event[]> =>
  (await test.api(apiKey, 'GET', `/api/v1/audit-events?${query}`)).json<{ data: Event[] }>().data;

it('A87: says who changed what, when, and by which request', async () => {
  const made = await test.api(vendor.apiKey, 'POST', '/api/v1/customers', { name: 'C' });
  const { id } = made.json<{ id: string }>();
  const keys = await test.api(vendor.apiKey, 'GET', '/api/v1/api-keys');
  const keyId = keys.json<{ data: { id: string }[] }>().data[0]?.id ?? '';
  expect(await list(`target=${id}`)).toEqual([
    {
      id: expect.stringMatching(/^evt_/) as string,
      at: new Date(test.clock.now()).toISOString(),
      action: 'customer.created',
      outcome: 'changed',
      code: null,
      actor: `api_key:${keyId}`,
      customer: id,
      member: null,
      origin: null,
      jti: null,
      requestId: expect.stringMatching(/^req_/) as string,
      target: id,
      detail: { name: 'C', confirmed: true, directLinksEnabled: true, samlRequired: false },
    },
  ]);
});

it('narrows by action, outcome, code, customer and request', async () => {
  const customer = await test.accounts.customer(vendor.vendor.id, { externalId: 'narrow' });
  const refused = { vendorId: vendor.vendor.id, outcome: 'refused', actor: 'link', customerId: customer.id } as const;
  test.services.audit.record({
    ...refused,
    action: 'admission.peek',
    code: 'jti_reused',
    requestId: 'req_x',
    jti: 'a',
  });
  test.services.audit.record({ ...refused, action: 'admission.redeem', code: 'token_expired', jti: 'b' });
  const jtis = async (query: string): Promise<unknown[]> => (await list(query)).map(({ jti }) => jti);
  expect(await jtis('outcome=refused')).toEqual(['b', 'a']);
  expect(await jtis('action=admission.peek')).toEqual(['a']);
  expect(await jtis('code=token_expired')).toEqual(['b']);
  expect(await jtis('requestId=req_x')).toEqual(['a']);
  expect(await jtis('customer=Enarrow&outcome=refused')).toEqual(['b', 'a']);
  expect(await jtis(`customer=${customer.id}&code=jti_reused&outcome=refused`)).toEqual(['a']);
  expect(await jtis('code=no_such_code')).toEqual([]);
});

it('A64: shows a vendor its own events alone', async () => {
  const stranger = await test.accounts.vendor();
  const events = await list('limit=100', stranger.apiKey);
  expect(events.map(({ action }) => action)).toEqual(['api_key.created', 'customer.created', 'vendor.created']);
});

it('A87: keeps line feeds and terminal codes out of what it shows', async () => {
  test.services.audit.record({
    vendorId: vendor.vendor.id,
    action: 'admission.peek',
    outcome: 'refused',
    actor: 'link',
    code: 'jti_invalid',
    jti: 'a\r\nb\u001b[31mc\u202e',
  });
  const [event] = await list('code=jti_invalid');
  expect(event?.jti).toMatch(/^a..b.\[31mc.$/u);
});
