import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../support/app.ts';
import { onEachEngine } from '../support/engines.ts';
import { openFrame } from '../support/frame.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { startProvider } from '../support/provider.ts';
import type { TestProvider } from '../support/provider.ts';

interface Body {
  readonly id: string;
  readonly externalId: string | null;
  readonly status: string;
  readonly error: { readonly code: string; readonly details?: readonly { path: string }[] };
}

onEachEngine('connections that a vendor makes', (open) => {
  let acme: TestProvider;
  let test: TestApp;
  let partner: Partner;

  beforeAll(async () => {
    acme = await startProvider();
    acme.keys.set('good-key', { id: 1, email: 'ann@acme.test' });
    const environment = { INLAY_OUTBOUND_ALLOWED_HOSTS: acme.host };
    test = await open('vendor', { extraProviders: [acme.entry], environment });
    partner = await createPartner(test);
  });
  afterAll(() => acme.close());

  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown, headers = {}) => {
    const answer = await test.api(partner.vendor.apiKey, method, `/api/v1${url}`, body, headers);
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as Body };
  };
  const make = (input: object = {}) =>
    call('POST', '/connections', { customer: partner.customer.id, provider: 'acme', ...input });

  describe('making', () => {
    it('makes one without credentials, which the customer’s frame opens by external id and connects', async () => {
      const { status, body } = await make({ externalId: 'order/7' });
      expect(status).toBe(201);
      expect(body).toMatchObject({ externalId: 'order/7', status: 'disconnected', customer: partner.customer.id });
      const frame = await openFrame(test, partner);
      expect((await frame.get<Body>('/connections/Eorder%2F7')).body).toMatchObject({ id: body.id });
      const fields = { apiKey: 'good-key' };
      const connected = await frame.post(`/connections/Eorder%2F7/reconnect`, { fields });
      expect(connected.body).toMatchObject({ id: body.id, externalId: 'order/7', status: 'connected' });
      const read = await call('GET', '/connections/Eorder%2F7/credentials');
      expect(read.body).toMatchObject({ connection: body.id, credentials: { apiKey: 'good-key' } });
    });

    it('is a page that can be opened by a direct link', async () => {
      await make({ externalId: 'page' });
      const url = `/direct_link/embedded/connections/Epage?token=${partner.token()}`;
      const page = await test.app.inject({ url, headers: { accept: 'text/html' } });
      expect(page.statusCode).toBe(200);
    });

    it.each([
      ['no customer', { customer: 'cus_0' }, 404, 'not_found'],
      ['what names nothing', { customer: 'nonsense' }, 404, 'not_found'],
      ['no provider', { provider: 'constructor' }, 404, 'provider_not_configured'],
      ['an unknown member', { status: 'connected' }, 400, 'request_invalid'],
      ['an empty external id', { externalId: '' }, 400, 'request_invalid'],
    ])('A66: refuses %s', async (_name, input, status, code) => {
      const answer = await make(input);
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    });

    it('refuses an external id that is taken', async () => {
      await make({ externalId: 'twice' });
      expect((await make({ externalId: 'twice' })).body.error.code).toBe('external_id_taken');
    });

    it('makes it once for one idempotency key', async () => {
      const body = { customer: partner.customer.id, provider: 'acme' };
      const headers = { 'idempotency-key': 'shell-1' };
      const [first, second] = [
        await call('POST', '/connections', body, headers),
        await call('POST', '/connections', body, headers),
      ];
      expect(second.body.id).toBe(first.body.id);
    });

    it('A64: refuses a customer of another vendor', async () => {
      const stranger = await createPartner(test);
      expect((await make({ customer: stranger.customer.id })).status).toBe(404);
    });
  });

  describe('renaming', () => {
    it('changes the external id and nothing else', async () => {
      const { body } = await make({ externalId: 'old' });
      const renamed = await call('PATCH', '/connections/Eold', { externalId: 'new' });
      expect(renamed.body).toMatchObject({ id: body.id, externalId: 'new', status: 'disconnected' });
      expect((await call('GET', '/connections/Eold')).status).toBe(404);
      expect((await call('PATCH', `/connections/${body.id}`, { externalId: null })).body.externalId).toBeNull();
      expect((await call('PATCH', `/connections/${body.id}`, {})).body.error.code).toBe('request_invalid');
      expect((await call('PATCH', `/connections/${body.id}`, { status: 'connected' })).status).toBe(400);
    });

    it('refuses an external id that is taken', async () => {
      const { body } = await make({ externalId: 'one' });
      await make({ externalId: 'two' });
      const answer = await call('PATCH', `/connections/${body.id}`, { externalId: 'two' });
      expect([answer.status, answer.body.error.code]).toEqual([409, 'external_id_taken']);
    });

    it('is not undone by a reconnection that began before', async () => {
      const { body } = await make({ externalId: 'before' });
      const frame = await openFrame(test, partner);
      const release = acme.hold();
      const seen = acme.seen.length;
      const connecting = frame.post(`/connections/${body.id}/reconnect`, { fields: { apiKey: 'good-key' } });
      await expect.poll(() => acme.seen.length).toBe(seen + 1);
      await call('PATCH', `/connections/${body.id}`, { externalId: 'after' });
      release();
      expect((await connecting).status).toBe(200);
      expect((await call('GET', `/connections/${body.id}`)).body).toMatchObject({
        externalId: 'after',
        status: 'connected',
      });
    });
  });

  describe('ending', () => {
    it('is for good, and told to the frames of the customer', async () => {
      const { body } = await make({ externalId: 'gone' });
      const heard: unknown[] = [];
      const stop = test.services.connections.events.subscribe(partner.customer.id, ({ payload }) => {
        heard.push(payload);
      });
      expect((await call('DELETE', '/connections/Egone')).status).toBe(204);
      expect(heard).toEqual([expect.objectContaining({ id: body.id, status: 'disconnected', connected: false })]);
      stop();
      expect((await call('GET', `/connections/${body.id}`)).status).toBe(404);
      expect((await call('DELETE', `/connections/${body.id}`)).status).toBe(404);
      const frame = await openFrame(test, partner);
      expect((await frame.get<Body>(`/connections/${body.id}`)).body.error.code).toBe('connection_missing');
    });

    it('A64, A65: is another vendor’s to do as little as renaming, and nobody’s without the scope', async () => {
      const { body } = await make();
      const stranger = await test.accounts.vendor('Other');
      const path = `/api/v1/connections/${body.id}`;
      expect((await test.api(stranger.apiKey, 'DELETE', path)).statusCode).toBe(404);
      expect((await test.api(stranger.apiKey, 'PATCH', path, { externalId: 'x' })).statusCode).toBe(404);
      const made = await call('POST', '/api-keys', { name: 'reader', scopes: ['connections:read'] });
      const { key } = made.body as unknown as { key: string };
      for (const method of ['DELETE', 'PATCH'] as const) {
        const answer = await test.api(key, method, path, method === 'PATCH' ? { externalId: 'x' } : undefined);
        expect(answer.statusCode).toBe(403);
      }
      expect((await call('GET', `/connections/${body.id}`)).body.status).toBe('disconnected');
    });

    it('A87: is noted, as making and renaming are', async () => {
      const { body } = await make({ externalId: 'noted' });
      await call('PATCH', `/connections/${body.id}`, { externalId: 'noted-2' });
      await call('DELETE', `/connections/${body.id}`);
      const events = await test.api(partner.vendor.apiKey, 'GET', `/api/v1/audit-events?target=${body.id}`);
      const { data } = events.json<{ data: { action: string; actor: string }[] }>();
      expect(data.map(({ action }) => action)).toEqual([
        'connection.deleted',
        'connection.updated',
        'connection.created',
      ]);
    });
  });
});
