import type { EmbedConnection, EmbedProvider } from '@inlay/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { openFrame } from '../support/frame.ts';
import type { TestFrame } from '../support/frame.ts';
import { cloudEntry } from '../support/oauth-entry.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { startProvider } from '../support/provider.ts';
import type { TestProvider } from '../support/provider.ts';

let provider: TestProvider;
let test: TestApp;
let second: TestApp;
let partner: Partner;
let frame: TestFrame;

beforeAll(async () => {
  provider = await startProvider();
  provider.keys.set('good-key', { id: 1, email: 'ann@acme.test' });
  const extraProviders = [provider.entry, cloudEntry];
  const environment = { INLAY_OUTBOUND_ALLOWED_HOSTS: provider.host };
  test = await createTestApp({ extraProviders, environment });
  const { dataDir } = test.services.config;
  second = await createTestApp({ extraProviders, environment, dataDir, clock: test.clock });
});
beforeEach(async () => {
  partner = await createPartner(test);
  frame = await openFrame(test, partner);
});
afterAll(async () => {
  await second.close();
  await test.close();
  await provider.close();
});

const put = (url: string, body: unknown) => test.api(partner.vendor.apiKey, 'PUT', `/api/v1${url}`, body);
const restrict = (id: string, body: unknown) => put(`/customers/${partner.customer.id}/providers/${id}`, body);
const shown = async (of = frame): Promise<readonly EmbedProvider[]> =>
  (await of.get<{ data: EmbedProvider[] }>('/providers')).body.data;
const shownIds = async (of = frame): Promise<string[]> => (await shown(of)).map(({ id }) => id);
const fieldsOf = async (id: string) => (await shown()).find((one) => one.id === id)?.fields ?? [];
const available = (app: TestApp) =>
  app.services.connections.providers.available.forCustomer(partner.vendor.vendor.id, partner.customer.id);

describe('the providers that a frame shows', () => {
  it('are those that the vendor has set up, and not switched off', async () => {
    expect(await shownIds()).not.toContain('cloud');
    await put('/providers/cloud', { clientId: 'c1', clientSecret: 's1' });
    expect(await shownIds()).toContain('cloud');
    await put('/providers/cloud', { enabled: false });
    await put('/providers/jodoo', { enabled: false });
    expect(await shownIds()).not.toContain('cloud');
    expect(await shownIds()).not.toContain('jodoo');
  });

  it('are those that this customer may connect', async () => {
    const { id } = await test.accounts.customer(partner.vendor.vendor.id, { externalId: 'b' });
    const other = await openFrame(test, partner, `${partner.vendor.vendor.key}:${id}`);
    expect((await put('/customers/Eb/providers/acme', { allowed: false })).statusCode).toBe(200);
    expect(await shownIds(other)).not.toContain('acme');
    expect(await shownIds()).toContain('acme');
    const refused = await other.post('/connections', { provider: 'acme', fields: { apiKey: 'good-key' } });
    expect([refused.status, refused.body.error.code]).toEqual([404, 'provider_not_configured']);
    await test.api(partner.vendor.apiKey, 'DELETE', '/api/v1/customers/Eb/providers/acme');
    expect(await shownIds(other)).toContain('acme');
  });

  it('have their scopes narrowed, and never widened', async () => {
    await put('/providers/cloud', { clientId: 'c1', clientSecret: 's1' });
    const scopes = async () =>
      (await available(test))
        .map(({ entry }) => (entry.kind === 'oauth2' ? entry.oauth.scopes : []))
        .find(({ length }) => length > 0);
    expect(await scopes()).toEqual(['read', 'write', 'admin']);
    await restrict('cloud', { scopes: ['write', 'read', 'delete'] });
    expect(await scopes()).toEqual(['read', 'write']);
    await put('/providers/cloud', { scopes: ['admin', 'read'] });
    expect(await scopes()).toEqual(['read']);
    await restrict('cloud', { scopes: null });
    expect(await scopes()).toEqual(['admin', 'read']);
  });

  it('change on every instance within one look of the directory', async () => {
    const has = async (id: string) => (await available(second)).some(({ entry }) => entry.id === id);
    expect(await has('cloud')).toBe(false);
    await put('/providers/cloud', { clientId: 'c1', clientSecret: 's1' });
    await second.services.directory.poll();
    expect(await has('cloud')).toBe(true);
    await restrict('cloud', { allowed: false });
    await second.services.directory.poll();
    expect(await has('cloud')).toBe(false);
  });

  it('are not connected by a form where they authorise in their own window', async () => {
    await put('/providers/cloud', { clientId: 'c1', clientSecret: 's1' });
    const { status } = await frame.post('/connections', { provider: 'cloud', fields: { tenant: 'acme' } });
    expect(status).toBe(404);
  });
});

describe('a field', () => {
  const connect = (fields: Record<string, string>) => frame.post('/connections', { provider: 'acme', fields });

  it('is prefilled, and stays the person’s to change', async () => {
    await restrict('acme', { fields: { team: { mode: 'prefill', value: 'T1' } } });
    expect(await fieldsOf('acme')).toContainEqual(expect.objectContaining({ name: 'team', value: 'T1' }));
    const { body } = await connect({ apiKey: 'good-key', team: 'T2' });
    expect(body.fields).toEqual({ team: 'T2' });
  });

  it('is locked: shown, and the vendor’s whatever the frame sends', async () => {
    await restrict('acme', { fields: { team: { mode: 'lock', value: 'T1' } } });
    expect(await fieldsOf('acme')).toContainEqual(expect.objectContaining({ name: 'team', value: 'T1', locked: true }));
    const { body } = await connect({ apiKey: 'good-key', team: 'T2' });
    expect(body.fields).toEqual({ team: 'T1' });
    await restrict('acme', { fields: { team: { mode: 'lock', value: 'T3' } } });
    const again = await frame.post(`/connections/${body.id}/reconnect`, { fields: { apiKey: 'good-key', team: 'T2' } });
    expect(again.body.fields).toEqual({ team: 'T3' });
  });

  it('is hidden: neither in the form nor in the connection, but the vendor’s backend sees it', async () => {
    await restrict('acme', { fields: { team: { mode: 'hide', value: 'T-hidden' } } });
    expect((await fieldsOf('acme')).map(({ name }) => name)).toEqual(['apiKey']);
    const created = await connect({ apiKey: 'good-key' });
    const list = await frame.get<{ data: EmbedConnection[] }>('/connections');
    const one = await frame.get(`/connections/${created.body.id}`);
    expect([created, list, one].filter(({ text }) => text.includes('T-hidden'))).toEqual([]);
    const answer = await test.api(partner.vendor.apiKey, 'GET', `/api/v1/connections/${created.body.id}`);
    expect(answer.json()).toMatchObject({ fields: { team: 'T-hidden' } });
  });

  it('has what is set for the customer before what is set for all', async () => {
    await put('/providers/acme', { fields: { team: { mode: 'lock', value: 'all' } } });
    expect((await connect({ apiKey: 'good-key' })).body.fields).toEqual({ team: 'all' });
    await restrict('acme', { fields: { team: { mode: 'lock', value: 'one' } } });
    expect((await connect({ apiKey: 'good-key' })).body.fields).toEqual({ team: 'one' });
  });

  it('shows what an empty one means', async () => {
    await put('/providers/cloud', { clientId: 'c1', clientSecret: 's1' });
    const [tenant, region] = await fieldsOf('cloud');
    expect([tenant, region]).toEqual([
      expect.not.objectContaining({ value: expect.anything() as unknown }),
      expect.objectContaining({ name: 'region', value: 'eu' }),
    ]);
    expect(region).not.toHaveProperty('default');
  });
});

describe('the restriction of a customer', () => {
  const url = (customer: string) => `/api/v1/customers/${customer}/providers/cloud`;

  it('is there without being set, and is told with its moment when it is', async () => {
    const before = await test.api(partner.vendor.apiKey, 'GET', url(partner.customer.id));
    expect(before.json()).toEqual({ provider: 'cloud', allowed: true, scopes: null, fields: {}, updatedAt: null });
    const set = await restrict('cloud', { allowed: false, scopes: ['read'] });
    expect(set.json()).toMatchObject({ allowed: false, scopes: ['read'], updatedAt: expect.any(String) as unknown });
    const { statusCode } = await test.api(partner.vendor.apiKey, 'DELETE', url(partner.customer.id));
    expect(statusCode).toBe(204);
    expect((await test.api(partner.vendor.apiKey, 'GET', url(partner.customer.id))).json()).toEqual(before.json());
  });

  it('A64: of another vendor’s customer is as missing as that of none', async () => {
    const stranger = await test.accounts.vendor('Other');
    await test.accounts.customer(partner.vendor.vendor.id, { externalId: 'x' });
    for (const customer of [partner.customer.id, 'Ex', 'cus_00000000000000000000000000', 'nonsense']) {
      for (const [method, body] of [['GET'], ['PUT', { allowed: false }], ['DELETE']] as const) {
        const answer = await test.api(stranger.apiKey, method, url(customer), body);
        const { code } = answer.json<{ error: { code: string } }>().error;
        expect([method, customer, answer.statusCode, code]).toEqual([method, customer, 404, 'not_found']);
      }
    }
    expect((await available(test)).length).toBeGreaterThan(0);
  });

  it('A66: takes no other members, and no secret', async () => {
    for (const body of [{}, { clientSecret: 'x' }, { enabled: true }, { vendorId: 'v' }, { customer: 'c' }]) {
      expect((await restrict('cloud', body)).statusCode).toBe(400);
    }
    const secret = await restrict('acme', { fields: { apiKey: { mode: 'lock', value: 'k' } } });
    expect(secret.json()).toMatchObject({ error: { code: 'request_invalid', details: [{ path: '/fields/apiKey' }] } });
  });

  it('A87: is noted in the audit with its customer', async () => {
    await restrict('cloud', { allowed: false });
    await test.services.audit.flush();
    const { data } = (
      await test.api(partner.vendor.apiKey, 'GET', '/api/v1/audit-events?limit=1&action=customer_provider.updated')
    ).json<{ data: object[] }>();
    expect(data).toMatchObject([{ customer: partner.customer.id, target: 'cloud', detail: { allowed: false } }]);
  });
});
