import { beforeAll, expect, it } from 'vitest';
import { createApiKey, findApiKey, revokeApiKey } from '../../src/accounts/api-keys.ts';
import {
  createCustomer,
  deleteCustomer,
  getCustomer,
  listCustomers,
  updateCustomer,
} from '../../src/accounts/customers.ts';
import { createMember, deleteMember, listMembers, updateMember } from '../../src/accounts/members.ts';
import { generateSigningKey, registerSigningKey, setSigningKeyStatus } from '../../src/accounts/signing-keys.ts';
import { createVendor, listVendors, updateVendor } from '../../src/accounts/vendors.ts';
import type { TestApp } from '../support/app.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { onEachEngine } from '../support/engines.ts';

const author = { actor: 'test', requestId: 'req_1' };
const pem = makeKeyPair().publicKey.export({ type: 'spki', format: 'pem' }).toString();

onEachEngine('accounts', (open) => {
  let test: TestApp;
  let vendorId: string;

  beforeAll(async () => {
    test = await open();
    vendorId = (await createVendor(test.services, author, 'Partner')).vendor.id;
  });

  it('makes a vendor with an admin account and a key that opens the API', async () => {
    const made = await createVendor(test.services, author, 'Acme');
    expect(made.vendor.key).toMatch(/^[0-9a-z]{20,}$/);
    const vendor = await test.services.directory.vendorByKey(made.vendor.key);
    expect(vendor).toMatchObject({ id: made.vendor.id, name: 'Acme', adminCustomerId: made.adminCustomer.id });
    expect((await findApiKey(test.services.directory, made.apiKey))?.vendorId).toBe(made.vendor.id);
    expect((await listVendors(test.services.database)).map(({ id }) => id)).toContain(made.vendor.id);
  });

  it('changes a vendor by id and by key, and only to a customer of its own as admin', async () => {
    const a = await createVendor(test.services, author, 'A');
    const b = await createVendor(test.services, author, 'B');
    const off = await updateVendor(test.services, author, a.vendor.key, { directLinksEnabled: false });
    expect(off).toMatchObject({ id: a.vendor.id, direct_links_enabled: 0 });
    expect((await test.services.directory.vendorById(a.vendor.id))?.directLinksEnabled).toBe(false);
    const none = await updateVendor(test.services, author, a.vendor.id, { adminCustomerId: null, name: 'A2' });
    expect(none).toMatchObject({ admin_customer_id: null, name: 'A2', direct_links_enabled: 0 });
    const change = { adminCustomerId: b.adminCustomer.id };
    await expect(updateVendor(test.services, author, a.vendor.id, change)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateVendor(test.services, author, 'nobody', {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps a customer as it was stated, with the defaults of the contract', async () => {
    const plain = await createCustomer(test.services, author, vendorId, { name: 'Größe & Söhne 日本' });
    expect(await getCustomer(test.services.database, vendorId, { id: plain.id })).toEqual({
      id: plain.id,
      vendor_id: vendorId,
      external_id: null,
      name: 'Größe & Söhne 日本',
      confirmed: 1,
      direct_links_enabled: 1,
      saml_required: 0,
      embedding_origins: '[]',
      created_at: test.clock.now(),
      updated_at: test.clock.now(),
    });
  });

  it('changes what is named of a customer and nothing else', async () => {
    const origins = ['https://a.example', 'https://b.example:8443'];
    const before = await createCustomer(test.services, author, vendorId, { name: 'C', embeddingOrigins: origins });
    test.clock.advance(5);
    const after = await updateCustomer(test.services, author, vendorId, { id: before.id }, { samlRequired: true });
    expect(after).toEqual({ ...before, saml_required: 1, updated_at: test.clock.now() });
  });

  it('finds by external id exactly: no case folding, no trimming, no normalising', async () => {
    const ids = ['Straße', 'STRASSE', 'strasse', ' x', 'x ', 'e\u0301', 'é', 'a/b', '%2f', '🙂'];
    for (const externalId of ids) {
      await createCustomer(test.services, author, vendorId, { name: externalId, externalId });
    }
    for (const externalId of ids) {
      expect((await getCustomer(test.services.database, vendorId, { externalId })).name).toBe(externalId);
    }
  });

  it('refuses an external id twice within a vendor, not across vendors', async () => {
    const other = await createVendor(test.services, author, 'Other');
    await createCustomer(test.services, author, vendorId, { name: 'C', externalId: 'twice' });
    await createCustomer(test.services, author, other.vendor.id, { name: 'C', externalId: 'twice' });
    const again = createCustomer(test.services, author, vendorId, { name: 'C', externalId: 'twice' });
    await expect(again).rejects.toMatchObject({ code: 'external_id_taken' });
    const free = await createCustomer(test.services, author, vendorId, { name: 'C' });
    const change = updateCustomer(test.services, author, vendorId, { id: free.id }, { externalId: 'twice' });
    await expect(change).rejects.toMatchObject({ code: 'external_id_taken' });
    // The refusal left nothing behind, and the connection is of use.
    expect(await getCustomer(test.services.database, vendorId, { id: free.id })).toEqual(free);
  });

  it('lists newest first, in pages', async () => {
    const { vendor, adminCustomer } = await createVendor(test.services, author, 'Lister');
    const made: string[] = [adminCustomer.id];
    for (const name of ['1', '2', '3'])
      made.unshift((await createCustomer(test.services, author, vendor.id, { name })).id);
    const first = await listCustomers(test.services.database, vendor.id, { limit: 3 });
    expect(first.map(({ id }) => id)).toEqual(made.slice(0, 3));
    const rest = await listCustomers(test.services.database, vendor.id, { limit: 3, after: made[2] ?? '' });
    expect(rest.map(({ id }) => id)).toEqual(made.slice(3));
  });

  it('deletes a customer with its members, but never the admin account', async () => {
    const { vendor, adminCustomer } = await createVendor(test.services, author, 'Deleter');
    const customer = await createCustomer(test.services, author, vendor.id, { name: 'C' });
    await createMember(test.services, author, vendor.id, { customer: { id: customer.id } });
    await deleteCustomer(test.services, author, vendor.id, { id: customer.id });
    expect(await listMembers(test.services.database, vendor.id, undefined, { limit: 9 })).toEqual([]);
    const admin = deleteCustomer(test.services, author, vendor.id, { id: adminCustomer.id });
    await expect(admin).rejects.toMatchObject({ code: 'customer_is_admin' });
    expect((await getCustomer(test.services.database, vendor.id, { id: adminCustomer.id })).id).toBe(adminCustomer.id);
  });

  it('keeps members of their customer, found by either id', async () => {
    const customer = await createCustomer(test.services, author, vendorId, { name: 'C', externalId: 'team-1' });
    const member = await createMember(test.services, author, vendorId, {
      customer: { externalId: 'team-1' },
      externalId: 'ann',
      name: 'Ann',
      email: 'ann@team.example',
      role: 'manager',
      confirmed: false,
    });
    expect(member).toMatchObject({ customer_id: customer.id, role: 'manager', confirmed: 0 });
    const changed = await updateMember(
      test.services,
      author,
      vendorId,
      { externalId: 'ann' },
      { name: null, confirmed: true },
    );
    expect(changed).toMatchObject({ name: null, email: 'ann@team.example', confirmed: 1 });
    const twice = createMember(test.services, author, vendorId, { customer: { id: customer.id }, externalId: 'ann' });
    await expect(twice).rejects.toMatchObject({ code: 'external_id_taken' });
    await deleteMember(test.services, author, vendorId, { externalId: 'ann' });
    expect(await listMembers(test.services.database, vendorId, customer.id, { limit: 9 })).toEqual([]);
  });

  it('refuses a signing key or kid twice within a vendor, revoked ones included', async () => {
    const { vendor } = await createVendor(test.services, author, 'Signer');
    const first = await registerSigningKey(test.services, author, vendor.id, { publicKey: pem, kid: 'one' });
    await setSigningKeyStatus(test.services, author, vendor.id, first.id, 'revoked');
    const sameKey = registerSigningKey(test.services, author, vendor.id, { publicKey: pem, kid: 'two' });
    await expect(sameKey).rejects.toMatchObject({ code: 'signing_key_taken' });
    const other = makeKeyPair().publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const sameKid = registerSigningKey(test.services, author, vendor.id, { publicKey: other, kid: 'one' });
    await expect(sameKid).rejects.toMatchObject({ code: 'signing_key_taken' });
    expect((await registerSigningKey(test.services, author, vendorId, { publicKey: pem, kid: 'one' })).kid).toBe('one');
  });

  it('seals the private half of a key made here, and erases it when the key is revoked', async () => {
    const key = await generateSigningKey(test.services, author, vendorId, { generate: { bits: 2048 } });
    const row = `signing_keys/${key.id}/private_key`;
    expect(await test.services.vault.open(key.sealed_private_key ?? '', row)).toContain('BEGIN PRIVATE KEY');
    const revoked = await setSigningKeyStatus(test.services, author, vendorId, key.id, 'revoked');
    expect(revoked.sealed_private_key).toBeNull();
    const back = setSigningKeyStatus(test.services, author, vendorId, key.id, 'retired');
    await expect(back).rejects.toMatchObject({ code: 'request_invalid' });
  });

  it('gives a kid to one key made here only, for all are published in one set', async () => {
    const other = await createVendor(test.services, author, 'Other signer');
    const wish = { generate: { bits: 2048 }, kid: 'prod-1' } as const;
    await generateSigningKey(test.services, author, vendorId, wish);
    const second = generateSigningKey(test.services, author, other.vendor.id, wish);
    await expect(second).rejects.toMatchObject({ code: 'signing_key_taken' });
  });

  it('A67: a revoked API key is found no more, and its hash alone is stored', async () => {
    const { row, key } = await createApiKey(test.services, author, vendorId, {
      name: 'ci',
      scopes: ['customers:read'],
    });
    const stored = await test.services.database.selectFrom('api_keys').selectAll().where('id', '=', row.id).execute();
    expect(JSON.stringify(stored)).not.toContain(key);
    expect(key.startsWith(row.prefix)).toBe(true);
    expect(await findApiKey(test.services.directory, key)).toMatchObject({ id: row.id });
    await revokeApiKey(test.services, author, vendorId, row.id);
    expect(await findApiKey(test.services.directory, key)).toBeUndefined();
    expect(await findApiKey(test.services.directory, `${key}x`)).toBeUndefined();
  });

  it('has this process see a change at once, and another at its next look', async () => {
    const here = await open('shared');
    const there = await open('shared', { clock: here.clock });
    const { vendor } = await createVendor(here.services, author, 'Seen');
    const customer = await createCustomer(here.services, author, vendor.id, { name: 'C' });
    const reference = { id: customer.id };
    expect((await here.services.directory.customer(vendor.id, reference))?.confirmed).toBe(true);
    expect((await there.services.directory.customer(vendor.id, reference))?.confirmed).toBe(true);
    await there.services.directory.poll();
    await updateCustomer(here.services, author, vendor.id, reference, { confirmed: false });
    expect((await here.services.directory.customer(vendor.id, reference))?.confirmed).toBe(false);
    await there.services.directory.poll();
    expect((await there.services.directory.customer(vendor.id, reference))?.confirmed).toBe(false);
  });

  it('A17: notices what a process changed whose clock is an hour slow, or fast', async () => {
    const there = await open('clocks');
    for (const hours of [-1, 1]) {
      const here = await open('clocks');
      here.clock.advance(hours * 3_600_000);
      const { vendor } = await createVendor(there.services, author, 'Timed');
      const customer = await createCustomer(there.services, author, vendor.id, { name: 'C' });
      const reference = { id: customer.id };
      await there.services.directory.poll();
      expect((await there.services.directory.customer(vendor.id, reference))?.confirmed).toBe(true);
      await updateCustomer(here.services, author, vendor.id, reference, { confirmed: false });
      await there.services.directory.poll();
      expect((await there.services.directory.customer(vendor.id, reference))?.confirmed).toBe(false);
    }
  });

  it('A87: writes one audit event of each change, with actor and request', async () => {
    const { vendor } = await createVendor(test.services, author, 'Audited');
    const customer = await createCustomer(test.services, author, vendor.id, { name: 'C' });
    await updateCustomer(
      test.services,
      author,
      vendor.id,
      { id: customer.id },
      { embeddingOrigins: ['https://a.example'] },
    );
    await deleteCustomer(test.services, author, vendor.id, { id: customer.id });
    await test.services.audit.flush();
    const events = await test.services.database
      .selectFrom('audit_events')
      .selectAll()
      .where('vendor_id', '=', vendor.id)
      .where('target', '=', customer.id)
      .orderBy('id')
      .execute();
    expect(events.map(({ action }) => action)).toEqual(['customer.created', 'customer.updated', 'customer.deleted']);
    expect(events[1]).toMatchObject({ actor: 'test', request_id: 'req_1', outcome: 'changed', at: test.clock.now() });
    expect(JSON.parse(events[1]?.detail ?? '')).toEqual({ embeddingOrigins: ['https://a.example'] });
  });
});
