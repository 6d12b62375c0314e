import type { EmbedConnection, EmbedError, EmbedProvider } from '@inlay/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { openFrame } from '../support/frame.ts';
import type { TestFrame } from '../support/frame.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { startProvider } from '../support/provider.ts';
import type { TestProvider } from '../support/provider.ts';

const canary = 'canary-7c1e0b';
const ann = { id: 17, email: 'ann@acme.test' };
const bob = { id: 18, email: 'bob@acme.test' };
type Refusal = { error: EmbedError };
type List = { data: EmbedConnection[] };

let provider: TestProvider;
let test: TestApp;
let partner: Partner;
let frame: TestFrame;

beforeAll(async () => {
  provider = await startProvider();
  const extraProviders = [provider.entry];
  test = await createTestApp({ extraProviders, environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: provider.host } });
  partner = await createPartner(test);
});
beforeEach(async () => {
  provider.reset();
  provider.keys.set('good-key', ann);
  frame = await newCustomer();
});
afterAll(async () => {
  await test.close();
  await provider.close();
});

async function newCustomer(): Promise<TestFrame> {
  const { id } = await test.accounts.customer(partner.vendor.vendor.id);
  return openFrame(test, partner, `${partner.vendor.vendor.key}:${id}`);
}
const connect = (fields: Record<string, string> = { apiKey: 'good-key' }, id = 'acme') =>
  frame.post('/connections', { provider: id, fields });
const list = async (of = frame): Promise<EmbedConnection[]> => (await of.get<List>('/connections')).body.data;
const sealed = async (id: string): Promise<string | null> => {
  const query = test.services.database.selectFrom('connections').selectAll().where('id', '=', id);
  return (await query.executeTakeFirstOrThrow()).sealed_credentials;
};
const opened = async (id: string): Promise<unknown> =>
  JSON.parse(await test.services.vault.open((await sealed(id)) ?? '', `connections/${id}/credentials`));
const statuses = async (): Promise<string[]> => {
  const query = test.services.database.selectFrom('connection_events').selectAll().orderBy('id');
  const rows = await query.where('customer_id', '=', frame.session.customer.id).execute();
  return rows.map(({ payload }) => {
    const { status, error } = JSON.parse(payload) as { status: string; error?: string };
    return error === undefined ? status : `${status} ${error}`;
  });
};

describe('providers', () => {
  it('lists what can be connected, without how it is checked', async () => {
    const { status, body } = await frame.get<{ data: EmbedProvider[] }>('/providers');
    expect(status).toBe(200);
    expect(body.data.map(({ id }) => id)).toEqual(expect.arrayContaining(['acme', 'jodoo', 'generic-api-key']));
    const acme = body.data.find(({ id }) => id === 'acme');
    const { verification: _verification, account: _account, ...shown } = provider.entry;
    expect(acme).toEqual(shown);
  });
});

describe('connecting', () => {
  it('asks the provider, and keeps the credentials sealed', async () => {
    const { status, body } = await connect({ apiKey: ' good-key ', team: 'Sales' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      provider: 'acme',
      externalId: null,
      status: 'connected',
      account: { id: '17', label: 'ann@acme.test' },
      fields: { team: 'Sales' },
      error: null,
    });
    expect(body.connectedAt).toBe(new Date(test.clock.now()).toISOString());
    expect(provider.seen).toEqual(['Bearer good-key']);
    expect(await opened(body.id)).toEqual({ apiKey: 'good-key' });
    expect(await list()).toEqual([body]);
    expect((await frame.get(`/connections/${body.id}`)).body).toEqual(body);
    expect(await statuses()).toEqual(['connecting', 'connected']);
  });

  it('leaves nothing behind when the provider refuses', async () => {
    const { status, body } = await connect({ apiKey: 'bad-key' });
    expect(status).toBe(422);
    expect(body.error.code).toBe('credentials_invalid');
    expect(await list()).toEqual([]);
    expect(await statuses()).toEqual(['connecting', 'error credentials_invalid']);
  });

  it.each([
    ['no field', {}, { '/fields/apiKey': 'is required' }],
    ['blanks', { apiKey: '  ' }, { '/fields/apiKey': 'is required' }],
    ['a wrong form', { apiKey: 'UPPER' }, { '/fields/apiKey': 'is not of the expected form' }],
    ['too much', { apiKey: 'a'.repeat(41) }, { '/fields/apiKey': 'is longer than 40 characters' }],
    ['a control character', { apiKey: 'a\r\nx: y' }, { '/fields/apiKey': 'holds characters that cannot be sent' }],
    ['a lone surrogate', { apiKey: 'a', team: '\ud800' }, { '/fields/team': 'holds characters that cannot be sent' }],
    ['an unknown field', { apiKey: 'good-key', 'a/b~c': '1' }, { '/fields/a~1b~0c': 'is not known here' }],
    [
      'a field of every object',
      { apiKey: 'good-key', constructor: '1' },
      { '/fields/constructor': 'is not known here' },
    ],
  ])('refuses %s and asks nobody', async (_name, fields: Record<string, string>, expected) => {
    const { status, body } = await connect(fields);
    expect(status).toBe(400);
    expect(body.error.code).toBe('fields_invalid');
    expect(Object.fromEntries((body.error.details ?? []).map(({ path, message }) => [path, message]))).toEqual(
      expected,
    );
    expect(provider.seen).toEqual([]);
    expect(await statuses()).toEqual([]);
  });

  it('A66: refuses members that the request does not have', async () => {
    const body = { provider: 'acme', fields: { apiKey: 'good-key' }, customerId: 'cus_other', status: 'connected' };
    const { status, body: answer } = await frame.post<Refusal>('/connections', body);
    expect(status).toBe(400);
    expect(answer.error.code).toBe('request_invalid');
  });

  it.each(['nothing-like-it', 'constructor', '__proto__'])('A84: does not know the provider %s', async (id) => {
    const { status, body } = await connect({ apiKey: 'good-key' }, id);
    expect(status).toBe(404);
    expect(body.error.code).toBe('provider_not_configured');
  });

  it.each([
    ['403', 422, (_request, response) => response.writeHead(403).end('{}')],
    ['429', 502, (_request, response) => response.writeHead(429, { 'retry-after': '9' }).end('{}')],
    ['500', 502, (_request, response) => response.writeHead(500).end('{}')],
    ['200 that is no JSON', 502, (_request, response) => response.end('<h1>Welcome</h1>')],
    ['200 without an account', 502, (_request, response) => response.end('{"user":{"id":null}}')],
    ['200 with a list for an account', 502, (_request, response) => response.end('{"user":{"id":["17"]}}')],
    ['204', 502, (_request, response) => response.writeHead(204).end()],
    ['too much', 502, (_request, response) => response.end(`{"user":${' '.repeat(70_000)}{"id":1}}`)],
    ['a redirect to itself', 502, (_request, response) => response.writeHead(302, { location: '/me' }).end()],
    ['a broken answer', 502, (request) => void request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{')],
    ['nonsense', 502, (request) => void request.socket.end('nonsense')],
  ] as [string, number, Parameters<TestProvider['behave']>[0]][])(
    'A76: takes a provider that answers %s for %i',
    async (_name, status, handler) => {
      provider.behave(handler);
      const answer = await connect();
      expect(answer.status).toBe(status);
      expect(answer.body.error.code).toBe(status === 422 ? 'credentials_invalid' : 'provider_unavailable');
      expect(provider.seen).toHaveLength(1);
      expect(await list()).toEqual([]);
    },
  );

  it('passes on how long a busy provider wants to be left alone', async () => {
    provider.behave((_request, response) => response.writeHead(429, { 'retry-after': '9' }).end());
    expect((await connect()).headers['retry-after']).toBe('9');
  });

  it('bounds how often credentials are tried', async () => {
    const codes = new Set<string>();
    for (let tries = 0; tries < 31; tries += 1)
      codes.add((await connect({ apiKey: `guess-${tries}` })).body.error.code);
    expect([...codes]).toEqual(['credentials_invalid', 'rate_limited']);
    expect(provider.seen).toHaveLength(30);
  });
});

describe('reconnecting', () => {
  it('swaps the credentials of the same account', async () => {
    const { body: before } = await connect();
    provider.keys.delete('good-key');
    provider.keys.set('new-key', ann);
    test.clock.advance(1000);
    const { status, body } = await frame.post(`/connections/${before.id}/reconnect`, {
      fields: { apiKey: 'new-key', team: 'Two' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: before.id, status: 'connected', fields: { team: 'Two' } });
    expect(await opened(before.id)).toEqual({ apiKey: 'new-key' });
    expect(await statuses()).toEqual(['connecting', 'connected']);
  });

  it('keeps the old credentials when the account is another', async () => {
    const { body: before } = await connect();
    provider.keys.set('bobs-key', bob);
    const { status, body } = await frame.post(`/connections/${before.id}/reconnect`, {
      fields: { apiKey: 'bobs-key' },
    });
    expect(status).toBe(409);
    expect(body.error.code).toBe('account_mismatch');
    expect(await opened(before.id)).toEqual({ apiKey: 'good-key' });
    expect(await list()).toEqual([before]);
  });

  it('keeps the old credentials and the status when the new ones are refused', async () => {
    const { body: before } = await connect();
    const { status } = await frame.post(`/connections/${before.id}/reconnect`, { fields: { apiKey: 'bad-key' } });
    expect(status).toBe(422);
    expect(await opened(before.id)).toEqual({ apiKey: 'good-key' });
    expect(await list()).toEqual([before]);
    expect(await statuses()).toEqual(['connecting', 'connected']);
  });

  it('never mixes two reconnections at once', async () => {
    const { body: before } = await connect();
    for (let round = 0; round < 5; round += 1) {
      const names = [`a${round}`, `b${round}`, `c${round}`];
      for (const name of names) provider.keys.set(`key-${name}`, ann);
      const release = provider.hold();
      const answers = Promise.all(
        names.map((name) =>
          frame.post(`/connections/${before.id}/reconnect`, { fields: { apiKey: `key-${name}`, team: name } }),
        ),
      );
      await expect.poll(() => provider.seen.length).toBe(1 + 3 * (round + 1));
      release();
      expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200]);
      const [now] = await list();
      expect(await opened(before.id)).toEqual({ apiKey: `key-${now?.fields['team']}` });
    }
  });

  it('lets a disconnection win that came while the provider was asked', async () => {
    const { body: before } = await connect();
    const release = provider.hold();
    const reconnecting = frame.post(`/connections/${before.id}/reconnect`, { fields: { apiKey: 'good-key' } });
    await expect.poll(() => provider.seen.length).toBe(2);
    expect((await frame.post(`/connections/${before.id}/disconnect`, {})).status).toBe(200);
    release();
    expect((await reconnecting).body.status).toBe('disconnected');
    expect(await sealed(before.id)).toBeNull();
  });
});

describe('disconnecting', () => {
  it('wipes the credentials, and says so once', async () => {
    const { body: before } = await connect();
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await frame.post(`/connections/${before.id}/disconnect`, {});
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: before.id, status: 'disconnected', connectedAt: null });
    }
    expect(await sealed(before.id)).toBeNull();
    expect(await statuses()).toEqual(['connecting', 'connected', 'disconnected']);
  });

  it('still knows whose it was when it is reconnected', async () => {
    const { body } = await connect();
    await frame.post(`/connections/${body.id}/disconnect`, {});
    provider.keys.set('bobs-key', bob);
    const other = await frame.post(`/connections/${body.id}/reconnect`, { fields: { apiKey: 'bobs-key' } });
    expect(other.body.error.code).toBe('account_mismatch');
    const same = await frame.post(`/connections/${body.id}/reconnect`, { fields: { apiKey: 'good-key' } });
    expect(same.body.status).toBe('connected');
    expect(await statuses()).toEqual(['connecting', 'connected', 'disconnected', 'connected']);
  });
});

describe('what belongs to others', () => {
  it('A64: is missing just like what never was, by id and by external id', async () => {
    const { body } = await connect();
    await test.services.database
      .updateTable('connections')
      .set({ external_id: 'crm/1' })
      .where('id', '=', body.id)
      .execute();
    const stranger = await newCustomer();
    expect((await frame.get<EmbedConnection>('/connections/Ecrm%2F1')).body.id).toBe(body.id);
    for (const reference of [
      body.id,
      'Ecrm%2F1',
      'con_00000000000000000000000000',
      'E',
      'nonsense',
      partner.customer.id,
    ]) {
      const answers = [
        await stranger.get<Refusal>(`/connections/${reference}`),
        await stranger.post<Refusal>(`/connections/${reference}/reconnect`, { fields: { apiKey: 'good-key' } }),
        await stranger.post<Refusal>(`/connections/${reference}/disconnect`, {}),
      ];
      expect(answers.map(({ status, body: { error } }) => [status, error.code])).toEqual(
        answers.map(() => [404, 'connection_missing']),
      );
    }
    expect(await list(stranger)).toEqual([]);
    expect((await list())[0]?.status).toBe('connected');
  });

  it('A64: nobody comes in without a session', async () => {
    for (const url of ['/embed/v1/providers', '/embed/v1/connections', '/embed/v1/events']) {
      const answer = await test.app.inject(url);
      expect(answer.statusCode).toBe(401);
      expect(answer.json<Refusal>().error.code).toBe('session_missing');
    }
  });
});

describe('secrets', () => {
  it('A50: stand in no answer, log line, audit or event, whatever goes wrong', async () => {
    const texts: string[] = [];
    const attempt = async (id: string, fields: Record<string, string>): Promise<string> => {
      const answer = await connect(fields, id);
      texts.push(answer.text);
      return answer.body.id;
    };
    provider.keys.set(canary, ann);
    const id = await attempt('acme', { apiKey: canary });
    await attempt('acme', { apiKey: `${canary}-wrong` });
    await attempt('acme', { apiKey: `${canary}${'x'.repeat(40)}` });
    await attempt('acme', { apiKey: canary, [canary.slice(0, 6)]: canary });
    await attempt('generic-api-key', { address: `http://${provider.host}/${'x'.repeat(5)}`, apiKey: canary });
    await attempt('generic-basic', { address: `http://${provider.host}/`, username: 'u', password: canary });
    await attempt('generic-api-key', { address: 'https://127.0.0.1/', apiKey: canary });
    provider.behave((request) => void request.socket.end(`HTTP/1.1 ${canary} ${canary}\r\n${canary}`));
    await attempt('acme', { apiKey: canary });
    provider.behave((_request, response) => void response.writeHead(500).end(canary));
    await attempt('acme', { apiKey: canary });
    await frame.post(`/connections/${id}/reconnect`, { fields: { apiKey: canary } });
    texts.push((await frame.get('/connections')).text, (await frame.get('/providers')).text);
    await test.services.audit.flush();
    for (const table of ['connections', 'connection_events', 'audit_events'] as const) {
      texts.push(JSON.stringify(await test.services.database.selectFrom(table).selectAll().execute()));
    }
    expect(provider.seen.length).toBeGreaterThan(5);
    expect(texts.join('\n')).not.toContain(canary);
    expect(test.log.text()).not.toContain(canary);
  });

  it('A73: do not open for another row', async () => {
    const [one, two] = [(await connect()).body.id, (await connect()).body.id];
    const swap = await sealed(two);
    await expect(test.services.vault.open(swap ?? '', `connections/${one}/credentials`)).rejects.toThrow('another row');
  });
});

describe('a process that dies', () => {
  it('leaves no connection that is connecting for ever', async () => {
    const { body } = await connect();
    const { database } = test.services;
    // The row as it stands while the provider is asked.
    await database
      .updateTable('connections')
      .set({ status: 'connecting', sealed_credentials: null })
      .where('id', '=', body.id)
      .execute();
    expect((await list())[0]?.status).toBe('connecting');
    test.clock.advance(61_000);
    expect(await list()).toEqual([]);
    expect((await frame.get(`/connections/${body.id}`)).status).toBe(404);
    await test.services.connections.sweep();
    expect(await database.selectFrom('connections').where('id', '=', body.id).selectAll().execute()).toEqual([]);
    expect(await statuses()).toEqual(['connecting', 'connected', 'error provider_unavailable']);
  });

  it('leaves no event longer than a day', async () => {
    await connect();
    // The connection was made at one moment of this clock: its second event came a millisecond later.
    test.clock.advance(24 * 3_600_000 + 2);
    await test.services.connections.sweep();
    expect(await statuses()).toEqual([]);
  });
});

describe('the audit', () => {
  it('A87: says who connected, reconnected and disconnected what, and what was refused', async () => {
    const { body } = await connect();
    await frame.post(`/connections/${body.id}/reconnect`, { fields: { apiKey: 'bad-key' } });
    await frame.post(`/connections/${body.id}/disconnect`, {});
    await test.services.audit.flush();
    const rows = await test.services.database
      .selectFrom('audit_events')
      .selectAll()
      .where('action', 'like', 'connection.%')
      .where('customer_id', '=', frame.session.customer.id)
      .orderBy('id')
      .execute();
    expect(rows.map(({ action, outcome, code, actor, target }) => [action, outcome, code, actor, target])).toEqual([
      ['connection.connected', 'changed', null, `frame:${frame.session.id}`, body.id],
      ['connection.reconnected', 'refused', 'credentials_invalid', `frame:${frame.session.id}`, body.id],
      ['connection.disconnected', 'changed', null, `frame:${frame.session.id}`, body.id],
    ]);
  });
});
