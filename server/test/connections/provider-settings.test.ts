import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientSecretRow } from '../../src/connections/provider-settings.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { cloudEntry, customEntry } from '../support/oauth-entry.ts';
import type { NewVendor } from '../../src/accounts/vendors.ts';

const canary = 'canary-s3cr3t-9f2d';
let test: TestApp;
let vendor: NewVendor;

interface Provider {
  readonly id: string;
  readonly configured: boolean;
  readonly enabled: boolean;
  readonly missing: string[];
  readonly redirectUri: string | null;
  readonly configuration: Record<string, unknown>;
}
type Refusal = { error: { code: string; details?: { path: string; message: string }[] } };

beforeAll(async () => {
  test = await createTestApp({ extraProviders: [cloudEntry, customEntry] });
});
beforeEach(async () => {
  vendor = await test.accounts.vendor();
});
afterAll(() => test.close());

const get = async (url: string, apiKey = vendor.apiKey) => test.api(apiKey, 'GET', `/api/v1${url}`);
const put = async (url: string, body: unknown, apiKey = vendor.apiKey) =>
  test.api(apiKey, 'PUT', `/api/v1${url}`, body);
const faultsOf = async (provider: string, body: unknown): Promise<string[]> => {
  const answer = await put(`/providers/${provider}`, body);
  expect(answer.statusCode).toBe(400);
  return (answer.json<Refusal>().error.details ?? []).map(({ path }) => path);
};
const settings = {
  authorizationUrl: 'https://login.acme.example/authorize',
  tokenUrl: 'https://login.acme.example/token',
  userinfoUrl: 'https://login.acme.example/me',
};

describe('what a vendor sets for a provider', () => {
  it('says what is missing until nothing is, and which redirect URI to register', async () => {
    const before = (await get('/providers/cloud')).json<Provider>();
    expect(before).toMatchObject({ configured: false, enabled: true, missing: ['clientId', 'clientSecret'] });
    expect(before.redirectUri).toBe('https://inlay.test/oauth/callback/cloud');
    const after = (await put('/providers/cloud', { clientId: 'c1', clientSecret: canary })).json<Provider>();
    expect(after).toMatchObject({ configured: true, missing: [], configuration: { clientId: 'c1' } });
    const list = (await get('/providers')).json<{ data: Provider[] }>().data;
    expect(list.find(({ id }) => id === 'cloud')).toMatchObject({ configured: true, redirectUri: before.redirectUri });
    expect(list.find(({ id }) => id === 'jodoo')).toMatchObject({ configured: true, missing: [], redirectUri: null });
    expect(list.find(({ id }) => id === 'custom')?.missing).toEqual([
      'clientId',
      'clientSecret',
      'authorizationUrl',
      'tokenUrl',
      'userinfoUrl',
    ]);
  });

  it('A66, A72: the client secret is sealed, and comes back in no answer, no audit event and no log line', async () => {
    const texts = [
      await put('/providers/cloud', { clientId: 'c1', clientSecret: canary }),
      await put('/providers/cloud', { clientSecret: `${canary}\n` }),
      await put('/providers/cloud', { clientSecret: canary, nothing: canary }),
      await get('/providers/cloud'),
      await get('/providers'),
    ].map(({ body }) => body);
    await test.services.audit.flush();
    texts.push((await get('/audit-events')).body, JSON.stringify(test.log.lines));
    const row = await test.services.database
      .selectFrom('provider_settings')
      .selectAll()
      .where('vendor_id', '=', vendor.vendor.id)
      .executeTakeFirstOrThrow();
    texts.push(JSON.stringify(row));
    expect(texts.filter((text) => text.includes(canary))).toEqual([]);
    expect(row.sealed_client_secret?.split('.')).toHaveLength(5);
    const found = await test.services.connections.providers.settings.find(vendor.vendor.id, 'cloud');
    expect(found).toMatchObject({ clientId: 'c1', clientSecret: canary });
  });

  it('sets what is given, leaves the rest, and takes back what is null', async () => {
    await put('/providers/cloud', { clientId: 'c1', clientSecret: 's1', scopes: ['read'], enabled: false });
    const fields = { tenant: { mode: 'prefill', value: 'acme' } };
    const second = (await put('/providers/cloud', { scopes: null, fields })).json<Provider>();
    expect(second).toMatchObject({ enabled: false, configured: true });
    expect(second.configuration).toMatchObject({ clientId: 'c1', hasClientSecret: true, scopes: null, fields });
    const third = (await put('/providers/cloud', { clientSecret: null })).json<Provider>();
    expect(third).toMatchObject({ configured: false, missing: ['clientSecret'] });
  });

  it('is forgotten by DELETE, once', async () => {
    await put('/providers/cloud', { clientId: 'c1', clientSecret: 's1' });
    expect((await test.api(vendor.apiKey, 'DELETE', '/api/v1/providers/cloud')).statusCode).toBe(204);
    expect((await get('/providers/cloud')).json<Provider>().configuration).toMatchObject({ clientId: null });
    expect((await test.api(vendor.apiKey, 'DELETE', '/api/v1/providers/cloud')).statusCode).toBe(404);
    expect(await test.services.connections.providers.settings.find(vendor.vendor.id, 'cloud')).toBeUndefined();
  });

  it('A64: is nobody else’s to see or to change', async () => {
    const other = await test.accounts.vendor('Other');
    await put('/providers/cloud', { clientId: 'mine', clientSecret: 's1' });
    await put('/providers/cloud', { clientId: 'theirs' }, other.apiKey);
    expect((await get('/providers/cloud')).json<Provider>().configuration).toMatchObject({ clientId: 'mine' });
    expect((await get('/providers/cloud', other.apiKey)).json<Provider>()).toMatchObject({
      missing: ['clientSecret'],
      configuration: { clientId: 'theirs', hasClientSecret: false },
    });
  });

  it('A65: needs the scopes for it', async () => {
    const body = { name: 'reader', scopes: ['connections:read'] };
    const { key } = (await test.api(vendor.apiKey, 'POST', '/api/v1/api-keys', body)).json<{ key: string }>();
    expect((await get('/providers', key)).statusCode).toBe(200);
    expect((await get('/providers/cloud', key)).statusCode).toBe(403);
    expect((await put('/providers/cloud', { enabled: false }, key)).statusCode).toBe(403);
    expect((await test.api(key, 'DELETE', '/api/v1/providers/cloud')).statusCode).toBe(403);
  });

  it('A66: refuses members that are not a vendor’s to set, and values of the wrong form', async () => {
    for (const body of [
      {},
      { vendorId: 'ven_1' },
      { sealedClientSecret: 'x' },
      { createdAt: 1 },
      { clientId: '' },
      { clientId: 'a\nb' },
      { clientSecret: 7 },
      { scopes: 'read' },
      { scopes: ['a b'] },
      { enabled: 'yes' },
      { fields: { tenant: { mode: 'steal', value: 'x' } } },
      { fields: { tenant: { mode: 'lock' } } },
    ]) {
      expect([body, (await put('/providers/cloud', body)).statusCode]).toEqual([body, 400]);
    }
    expect((await get('/providers/cloud')).json<Provider>().configuration).toMatchObject({ createdAt: null });
  });

  it('refuses what the provider has no place for, and says where', async () => {
    expect(await faultsOf('jodoo', { clientId: 'c', scopes: ['read'] })).toEqual(['/clientId', '/scopes']);
    const secret = { apiKey: { mode: 'lock', value: 'k' } };
    expect(await faultsOf('jodoo', { fields: secret })).toEqual(['/fields/apiKey']);
    const fields = { tenant: { mode: 'lock', value: 'a.b' }, town: { mode: 'hide', value: 'x' } };
    expect(await faultsOf('cloud', { fields })).toEqual(['/fields/tenant/value', '/fields/town']);
    expect(await faultsOf('cloud', { settings: { tokenUrl: 'https://a.example/' } })).toEqual(['/settings/tokenUrl']);
    expect(await faultsOf('cloud', { scopes: ['read', 'read'] })).toEqual(['/scopes/1']);
    expect(await faultsOf('custom', { settings: { accountId: 'sub', tokenAuth: 'magic' } })).toEqual([
      '/settings/accountId',
      '/settings/tokenAuth',
    ]);
  });

  it.each([
    'http://login.acme.example/token',
    'https://login.acme.example:8443/token',
    'https://user:pw@login.acme.example/token',
    'https://{tenant}.acme.example/token',
    'https://login.acme.example/{tenant}',
    'https://[::1]/token',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'login.acme.example',
  ])('A76: takes no address like %s', async (tokenUrl) => {
    expect(await faultsOf('custom', { settings: { ...settings, tokenUrl } })).toEqual(['/settings/tokenUrl']);
  });

  it('A84: knows no provider, field or setting by the name of a prototype’s member', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'unknown']) {
      expect((await get(`/providers/${name}`)).statusCode).toBe(404);
      expect((await put(`/providers/${name}`, { enabled: false })).statusCode).toBe(404);
    }
    expect(await faultsOf('cloud', { fields: { constructor: { mode: 'hide', value: 'x' } } })).toEqual([
      '/fields/constructor',
    ]);
    expect(await faultsOf('custom', { settings: { constructor: 'x' } })).toEqual(['/settings/constructor']);
  });

  it('A87: is noted in the audit, with what changed', async () => {
    await put('/providers/cloud', { clientId: 'c1', clientSecret: canary, scopes: ['read'] });
    await test.api(vendor.apiKey, 'DELETE', '/api/v1/providers/cloud');
    await test.services.audit.flush();
    const { data } = (await get('/audit-events?limit=2')).json<{ data: Record<string, unknown>[] }>();
    expect(data).toMatchObject([
      { action: 'provider.cleared', outcome: 'changed', target: 'cloud' },
      {
        action: 'provider.configured',
        outcome: 'changed',
        target: 'cloud',
        detail: { clientId: 'c1', scopes: ['read'], clientSecret: 'set' },
      },
    ]);
  });

  it('A73: a client secret of another row, or changed, does not open, and that is noted', async () => {
    await put('/providers/cloud', { clientId: 'c1', clientSecret: 's1' });
    const sealed = await test.services.vault.seal('s2', clientSecretRow(vendor.vendor.id, 'custom'));
    await test.services.database
      .updateTable('provider_settings')
      .set({ sealed_client_secret: sealed })
      .where('vendor_id', '=', vendor.vendor.id)
      .execute();
    test.services.directory.changed(vendor.vendor.id);
    const find = test.services.connections.providers.settings.find(vendor.vendor.id, 'cloud');
    await expect(find).rejects.toMatchObject({ code: 'internal_error' });
    await test.services.audit.flush();
    const { data } = (await get('/audit-events?limit=1')).json<{ data: Record<string, unknown>[] }>();
    expect(data).toMatchObject([{ action: 'provider.secret_opened', outcome: 'refused', target: 'cloud' }]);
  });
});

describe('a generic provider', () => {
  it('has the vendor’s addresses in the place of its settings', async () => {
    const body = { clientId: 'c1', settings: { ...settings, tokenAuth: 'none' } };
    expect((await put('/providers/custom', body)).json<Provider>()).toMatchObject({ configured: true });
    const { id } = await test.accounts.customer(vendor.vendor.id);
    const { entry } = await test.services.connections.providers.available.get(vendor.vendor.id, id, 'custom');
    expect(entry).toMatchObject({
      oauth: {
        authorizationUrl: settings.authorizationUrl,
        tokenUrl: settings.tokenUrl,
        tokenAuth: 'none',
        account: { url: settings.userinfoUrl, id: ['/sub'], label: ['/email'] },
      },
    });
    expect(JSON.stringify(entry)).not.toMatch(/\{\w+\}|revocationUrl|"settings"/);
  });
});
