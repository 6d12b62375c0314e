import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rewrapSecrets } from '../../src/crypto/rewrap.ts';
import { Vault } from '../../src/crypto/sealing.ts';
import { openSuiteSecret } from '../../src/jodoo/integrations.ts';
import type { TestApp } from '../support/app.ts';
import { onEachEngine } from '../support/engines.ts';
import { startJodoo } from '../support/jodoo.ts';
import type { TestJodoo } from '../support/jodoo.ts';
import { createJodooPartner, soundIntegration } from './setup.ts';
import type { JodooPartner } from './setup.ts';

const integrations = '/api/v1/jodoo-integrations';
const members = '/api/v1/jodoo-members';

interface Refusal {
  readonly error: { readonly code: string; readonly details?: readonly { path: string; message: string }[] };
}

const refusalOf = (answer: LightMyRequestResponse) => {
  const { code, details = [] } = answer.json<Refusal>().error;
  return [answer.statusCode, code, ...details.map(({ path, message }) => `${path} ${message}`)];
};

describe('the partner API of Jodoo', () => {
  let jodoo: TestJodoo;
  beforeAll(async () => {
    jodoo = await startJodoo();
  });
  afterAll(() => jodoo.close());

  onEachEngine('integrations and mapping', (open) => {
    let test: TestApp;
    let partner: JodooPartner;
    beforeAll(async () => {
      test = await open('api', { environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host } });
    });
    beforeEach(async () => {
      partner = await createJodooPartner(test, jodoo);
    });

    const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) =>
      test.api(partner.apiKey, method, url, body);
    const sound = (): Record<string, unknown> => soundIntegration(partner.customer.id, jodoo, partner.app);

    it('makes, shows, lists, changes and deletes an integration, and never answers its secret', async () => {
      const made = await call('POST', integrations, {
        ...sound(),
        suiteSecret: 'canary-secret',
        contact: 'IT',
        tenantIds: ['t1'],
      });
      expect(made.statusCode).toBe(201);
      const { id } = made.json<{ id: string }>();
      expect(id).toMatch(/^jod_/);
      expect(made.json()).toMatchObject({
        customer: partner.customer.id,
        enabled: true,
        mappingPolicy: 'refuse',
        secretState: 'unknown',
        applicationUrl: null,
        contact: 'IT',
        trustedDomains: 'inlay.test,partner.test',
        urls: { home: `https://inlay.test/jodoo/${id}/home`, embed: `https://inlay.test/jodoo/${id}/embed` },
      });
      expect((await call('GET', `${integrations}/${id}`)).json()).toEqual(made.json());
      const listed = (await call('GET', `${integrations}?customer=${partner.customer.id}`)).json<{
        data: { id: string }[];
      }>();
      expect(listed.data.map((one) => one.id)).toEqual([id, partner.integration]);
      const changed = await call('PATCH', `${integrations}/${id}`, {
        enabled: false,
        name: 'Other',
        suiteSecret: 'canary-other',
      });
      expect(changed.json()).toMatchObject({ enabled: false, name: 'Other', suiteId: partner.app.suiteId });
      await test.services.audit.flush();
      const audit = await call('GET', `/api/v1/audit-events?target=${id}`);
      expect(audit.json<{ data: readonly unknown[] }>().data.length).toBeGreaterThanOrEqual(2);
      for (const text of [made.body, changed.body, JSON.stringify(listed), audit.body, test.log.text()]) {
        expect(text).not.toContain('canary-');
      }
      const row = await test.services.database
        .selectFrom('jodoo_integrations')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      expect(JSON.stringify(row)).not.toContain('canary-');
      expect(await openSuiteSecret(test.services, row)).toBe('canary-other');
      expect((await call('DELETE', `${integrations}/${id}`)).statusCode).toBe(204);
      expect(refusalOf(await call('GET', `${integrations}/${id}`))).toEqual([404, 'not_found']);
    });

    it('refuses a wrong list of trusted domains with the one that was meant', async () => {
      const answer = await call('POST', integrations, {
        ...sound(),
        trustedDomains: 'https://inlay.test, partner.test',
      });
      expect(answer.statusCode).toBe(400);
      expect(refusalOf(answer)[2]).toMatch(/^\/trustedDomains .*write inlay\.test,partner\.test$/);
      const change = await call('PATCH', `${integrations}/${partner.integration}`, {
        trustedDomains: 'https://inlay.test',
      });
      expect(refusalOf(change)[2]).toMatch(/^\/trustedDomains .*write inlay\.test$/);
    });

    it('A76: refuses addresses that nobody should be sent to or called at, and origins that are none', async () => {
      const wrong = [
        { authorizationUrl: 'http://jodoo.example/authorize' },
        { authorizationUrl: 'javascript:alert(1)' },
        { authorizationUrl: 'https://user:pass@jodoo.example/' },
        { authorizationUrl: 'https://jodoo.example/?state=1' },
        { authorizationUrl: 'https://jodoo.example/#x' },
        { apiBase: 'http://api.jodoo.example' },
        { apiBase: 'https://api.jodoo.example:8443' },
        { apiBase: 'https://api.jodoo.example/?x=1' },
        { applicationUrl: 'https://elsewhere.test/app' },
        { applicationUrl: 'ftp://partner.test/' },
        { frameOrigins: ['https://www.jodoo.com/'] },
        { frameOrigins: ['https://*.jodoo.com'] },
        { tenantIds: ['t', 't'] },
        { tenantIds: [''] },
        { suiteSecret: 'with blank' },
        { mappingPolicy: 'anything' },
        { secretState: 'accepted' },
        { vendorId: 'ven_1' },
      ];
      for (const changes of wrong) {
        const answer = await call('POST', integrations, { ...sound(), ...changes });
        expect([JSON.stringify(changes), answer.statusCode]).toEqual([JSON.stringify(changes), 400]);
        const change = await call('PATCH', `${integrations}/${partner.integration}`, changes);
        expect([JSON.stringify(changes), change.statusCode]).toEqual([JSON.stringify(changes), 400]);
      }
      // The application's host may leave the list only together with the application.
      const url = `${integrations}/${partner.integration}`;
      expect((await call('PATCH', url, { applicationUrl: 'https://partner.test/app' })).statusCode).toBe(200);
      expect(refusalOf(await call('PATCH', url, { trustedDomains: 'inlay.test' }))[2]).toMatch(/^\/applicationUrl/);
      expect((await call('PATCH', url, { trustedDomains: 'inlay.test', applicationUrl: null })).statusCode).toBe(200);
    });

    it('maps people exactly as they are called, each once', async () => {
      const body = { integration: partner.integration, tenantId: 't', username: 'Ümläut 😀', member: partner.memberId };
      const made = await call('POST', members, body);
      expect(made.json()).toMatchObject({ ...body, disabled: false });
      expect(refusalOf(await call('POST', members, body))).toEqual([409, 'jodoo_member_taken']);
      expect((await call('POST', members, { ...body, username: 'ümläut 😀' })).statusCode).toBe(201);
      const { id } = made.json<{ id: string }>();
      expect(id).toMatch(/^jmb_/);
      expect((await call('PATCH', `${members}/${id}`, { disabled: true })).json()).toMatchObject({ disabled: true });
      const listed = await call('GET', `${members}?integration=${partner.integration}&limit=2`);
      expect(listed.json<{ data: unknown[]; nextCursor: string }>()).toMatchObject({ nextCursor: expect.any(String) });
      expect((await call('DELETE', `${members}/${id}`)).statusCode).toBe(204);
      expect(refusalOf(await call('GET', `${members}/${id}`))).toEqual([404, 'not_found']);
      for (const username of ['', 'x'.repeat(257), 'nul\0', 'lone\ud800']) {
        expect((await call('POST', members, { ...body, username })).statusCode).toBe(400);
      }
    });

    it('A64, A61: nothing of another vendor or customer can be seen, changed or mapped to', async () => {
      const other = await createJodooPartner(test, jodoo);
      const neighbour = await test.accounts.customer(partner.vendor.vendor.id);
      const theirs = await test.accounts.member(partner.vendor.vendor.id, neighbour.id, {
        externalId: `n${neighbour.id}`,
      });
      const requests = [
        ['GET', `${integrations}/${other.integration}`],
        ['PATCH', `${integrations}/${other.integration}`, { enabled: false }],
        ['DELETE', `${integrations}/${other.integration}`],
        ['POST', integrations, { ...sound(), customer: other.customer.id }],
        ['GET', `${members}/${other.mapping}`],
        ['PATCH', `${members}/${other.mapping}`, { disabled: true }],
        ['DELETE', `${members}/${other.mapping}`],
        ['POST', members, { integration: other.integration, tenantId: 't', username: 'u', member: partner.memberId }],
        ['POST', members, { integration: partner.integration, tenantId: 't', username: 'u', member: other.memberId }],
        ['POST', members, { integration: partner.integration, tenantId: 't', username: 'u', member: theirs.id }],
        ['PATCH', `${members}/${partner.mapping}`, { member: `En${neighbour.id}` }],
        ['GET', `${members}/export?integration=${other.integration}`],
        ['POST', `${members}/import?integration=${other.integration}`, { members: [] }],
      ] as const;
      for (const [method, url, body] of requests) {
        const answer = await call(method, url, body);
        expect([method, url, answer.statusCode]).toEqual([method, url, 404]);
        const nothing = await call(method, url.replace(/j(od|mb)_\w+/, 'j$1_nothing'), body);
        expect([method, url, nothing.json<Refusal>().error.code]).toEqual([
          method,
          url,
          answer.json<Refusal>().error.code,
        ]);
      }
      for (const list of [
        `${integrations}?customer=${other.customer.id}`,
        `${members}?integration=${other.integration}`,
      ]) {
        expect((await call('GET', list)).json()).toEqual({ data: [], nextCursor: null });
      }
    });

    it('imports and exports a mapping as JSON and CSV, all or nothing', async () => {
      const { integration, memberId, apiKey } = partner;
      const vendorId = partner.vendor.vendor.id;
      const externalId = `ext-${memberId}`;
      const second = await test.accounts.member(vendorId, partner.customer.id, { externalId });
      const url = `${members}/import?integration=${integration}`;
      const exported = await call('GET', `${members}/export?integration=${integration}`);
      const { members: before } = exported.json<{ members: Record<string, unknown>[] }>();
      expect(before).toHaveLength(1);
      const csv = `tenant_id,username,member,disabled\r\nt,"a,b",E${externalId},\r\n${String(before[0]?.['tenantId'])},${String(before[0]?.['username'])},${second.id},true\r\n`;
      const send = (payload: string, headers: Record<string, string> = {}) =>
        test.app.inject({
          method: 'POST',
          url,
          payload,
          headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv', ...headers },
        });
      const imported = await send(csv, { 'idempotency-key': `key-${integration}` });
      expect([imported.statusCode, imported.json()]).toEqual([200, { created: 1, updated: 1, unchanged: 0 }]);
      const replayed = await send(csv, { 'idempotency-key': `key-${integration}` });
      expect(replayed.headers['idempotency-replayed']).toBe('true');
      expect((await send(csv)).json()).toEqual({ created: 0, updated: 0, unchanged: 2 });
      const asCsv = await call('GET', `${members}/export?integration=${integration}&format=csv`);
      expect(asCsv.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(asCsv.body.split('\r\n')).toHaveLength(4);
      expect(asCsv.body).toContain(`t,"a,b",${second.id},false`);
      expect((await send(asCsv.body)).json()).toEqual({ created: 0, updated: 0, unchanged: 2 });
      const json = (await call('GET', `${members}/export?integration=${integration}`)).json<{ members: object[] }>();
      expect((await call('POST', url, json)).json()).toEqual({ created: 0, updated: 0, unchanged: 2 });
      const broken = {
        members: [
          { tenantId: 't', username: 'new', member: memberId },
          { tenantId: 't', username: 'x', member: 'mem_nobody' },
        ],
      };
      expect(refusalOf(await call('POST', url, broken))).toEqual([
        400,
        'request_invalid',
        '/members/1/member names no member of the integration’s customer',
      ]);
      expect((await call('GET', `${members}/export?integration=${integration}`)).json()).toEqual(json);
      const twice = {
        members: [
          { tenantId: 't', username: 'y', member: memberId },
          { tenantId: 't', username: 'y', member: memberId },
        ],
      };
      expect(refusalOf(await call('POST', url, twice))[2]).toBe('/members/1/username stands twice for this tenant');
      expect(refusalOf(await send('tenant,user\r\n'))[1]).toBe('request_invalid');
      expect((await send('x', { 'content-type': 'text/plain' })).statusCode).toBe(415);
    });

    it('imports two thousand at once, and no more', async () => {
      const list = Array.from({ length: 2_000 }, (_, index) => ({
        tenantId: 't',
        username: `user-${index}`,
        member: partner.memberId,
      }));
      const url = `${members}/import?integration=${partner.integration}`;
      expect((await call('POST', url, { members: list })).json()).toEqual({ created: 2_000, updated: 0, unchanged: 0 });
      const { members: all } = (await call('GET', `${members}/export?integration=${partner.integration}`)).json<{
        members: unknown[];
      }>();
      expect(all).toHaveLength(2_001);
      const more = [...list, { ...list[0], username: 'one more' }];
      expect((await call('POST', url, { members: more })).statusCode).toBe(400);
    });

    it('A74: the Suite Secret is sealed anew with a new key, and one that was moved does not open (A73)', async () => {
      const keys = [...test.services.config.encryptionKeys];
      const vault = new Vault([{ kid: 'newer', bytes: new Uint8Array(32).fill(9) }, ...keys]);
      const { database } = test.services;
      expect((await rewrapSecrets(database, vault)).changed).toBeGreaterThan(0);
      const read = () =>
        database
          .selectFrom('jodoo_integrations')
          .selectAll()
          .where('id', '=', partner.integration)
          .executeTakeFirstOrThrow();
      expect(vault.isCurrent((await read()).sealed_suite_secret)).toBe(true);
      expect(await openSuiteSecret({ vault, audit: test.services.audit }, await read())).toBe(partner.app.suiteSecret);
      const other = await createJodooPartner(test, jodoo);
      await database
        .updateTable('jodoo_integrations')
        .set({ sealed_suite_secret: (await read()).sealed_suite_secret })
        .where('id', '=', other.integration)
        .execute();
      const moved = await database
        .selectFrom('jodoo_integrations')
        .selectAll()
        .where('id', '=', other.integration)
        .executeTakeFirstOrThrow();
      await expect(openSuiteSecret({ vault, audit: test.services.audit }, moved)).rejects.toMatchObject({
        code: 'internal_error',
      });
    });
  });
});
