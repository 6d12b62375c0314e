import { beforeAll, expect, it } from 'vitest';
import {
  clearProvider,
  configureProvider,
  liftRestriction,
  restrictProvider,
} from '../../src/connections/provider-changes.ts';
import type { ProviderServices } from '../../src/connections/provider-changes.ts';
import type { Providers } from '../../src/connections/providers.ts';
import { providers as catalogue } from '../../src/connections/providers/index.ts';
import { rewrapSecrets } from '../../src/crypto/rewrap.ts';
import { Vault } from '../../src/crypto/sealing.ts';
import type { Services } from '../../src/services.ts';
import { onEachEngine } from '../support/engines.ts';

const author = { actor: 'test' };
const github = catalogue.find(({ id }) => id === 'github') ?? expect.fail('no github');
const zendesk = catalogue.find(({ id }) => id === 'zendesk-oauth') ?? expect.fail('no zendesk-oauth');

onEachEngine('settings of providers', (open) => {
  let services: Services;
  let changes: ProviderServices;
  let providers: Providers;
  let vendor: string;
  let customer: string;

  beforeAll(async () => {
    const test = await open();
    services = test.services;
    providers = services.connections.providers;
    changes = { ...services, faultOfAddress: providers.faultOfAddress };
    vendor = (await test.accounts.vendor()).vendor.id;
    customer = (await test.accounts.customer(vendor)).id;
  });
  const isShown = async (id: string): Promise<boolean> =>
    (await providers.available.forCustomer(vendor, customer)).some(({ entry }) => entry.id === id);

  it('are kept, changed one by one, and forgotten', async () => {
    await configureProvider(changes, author, vendor, github, { clientId: 'c1', clientSecret: 's1', scopes: ['repo'] });
    await configureProvider(changes, author, vendor, github, { clientId: 'c2', enabled: true });
    expect(await providers.settings.find(vendor, 'github')).toMatchObject({
      clientId: 'c2',
      clientSecret: 's1',
      scopes: ['repo'],
      settings: {},
      fields: {},
      enabled: true,
    });
    expect(await isShown('github')).toBe(true);
    await clearProvider(changes, author, vendor, github);
    expect(await isShown('github')).toBe(false);
    await expect(clearProvider(changes, author, vendor, github)).rejects.toThrow('not_found');
  });

  it('of many at once end as one of them, whole', async () => {
    const wishes = ['a', 'b', 'c', 'd'].map((text) => ({ clientId: text, clientSecret: text }));
    await Promise.all(wishes.map((wish) => configureProvider(changes, author, vendor, github, wish)));
    const found = await providers.settings.find(vendor, 'github');
    expect(wishes).toContainEqual({ clientId: found?.clientId, clientSecret: found?.clientSecret });
  });

  it('restrict one customer, until that is lifted', async () => {
    await configureProvider(changes, author, vendor, zendesk, { clientId: 'c1', clientSecret: 's1' });
    const fields = { subdomain: { mode: 'lock', value: 'acme' } } as const;
    await restrictProvider(changes, author, vendor, { id: customer }, zendesk, { fields });
    await restrictProvider(changes, author, vendor, { id: customer }, zendesk, { scopes: ['read'] });
    expect(await providers.available.get(vendor, customer, 'zendesk-oauth')).toMatchObject({ fields });
    await restrictProvider(changes, author, vendor, { id: customer }, zendesk, { allowed: false });
    expect(await isShown('zendesk-oauth')).toBe(false);
    await liftRestriction(changes, author, vendor, { id: customer }, zendesk);
    expect(await isShown('zendesk-oauth')).toBe(true);
    await expect(liftRestriction(changes, author, vendor, { id: customer }, zendesk)).rejects.toThrow('not_found');
  });

  it('A74: have their client secrets sealed anew, and read while that goes on', async () => {
    await configureProvider(changes, author, vendor, github, { clientId: 'c1', clientSecret: 's1' });
    await providers.settings.find(vendor, 'github');
    const old = { kid: 'test', bytes: Buffer.alloc(32, 7) };
    const ring = new Vault([{ kid: 'next', bytes: Buffer.alloc(32, 8) }, old]);
    await rewrapSecrets(services.database, ring);
    const { sealed_client_secret: sealed } = await services.database
      .selectFrom('provider_settings')
      .select('sealed_client_secret')
      .where('vendor_id', '=', vendor)
      .where('provider', '=', 'github')
      .executeTakeFirstOrThrow();
    expect(ring.isCurrent(sealed ?? '')).toBe(true);
    expect(await ring.open(sealed ?? '', `provider_settings/${vendor}/github/client_secret`)).toBe('s1');
    // What this process remembers is sealed with a key that it still has.
    expect(await providers.settings.find(vendor, 'github')).toMatchObject({ clientSecret: 's1' });
  });

  it('go with their customer', async () => {
    await restrictProvider(changes, author, vendor, { id: customer }, github, { allowed: false });
    await services.database.deleteFrom('customers').where('id', '=', customer).execute();
    const rows = await services.database
      .selectFrom('customer_providers')
      .selectAll()
      .where('customer_id', '=', customer)
      .execute();
    expect(rows).toEqual([]);
  });
});
