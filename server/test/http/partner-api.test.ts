import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
let a: NewVendor;
let b: NewVendor;

beforeAll(async () => {
  test = await createTestApp();
  a = await test.accounts.vendor('A');
  b = await test.accounts.vendor('B');
});
afterAll(() => test.close());

interface Failure {
  readonly error: { code: string; message: string; requestId: string; details?: { path: string; message: string }[] };
}

function failure(answer: { body: string }): Failure['error'] {
  return (JSON.parse(answer.body) as Failure).error;
}

describe('A64: another vendor’s objects', () => {
  it('are answered byte for byte like nothing, on every route that takes an id', async () => {
    const customer = await test.accounts.customer(b.vendor.id, { externalId: 'theirs' });
    const member = await test.accounts.member(b.vendor.id, customer.id, { externalId: 'their-member' });
    const key = await test.accounts.signingKey(b.vendor.id);
    const apiKeys = await test.services.database
      .selectFrom('api_keys')
      .select('id')
      .where('vendor_id', '=', b.vendor.id)
      .executeTakeFirstOrThrow();
    const nobody = (id: string): string => `${id.slice(0, 4)}${'0'.repeat(26)}`;
    const probes: [
      method: 'GET' | 'PATCH' | 'DELETE' | 'POST',
      at: (id: string) => string,
      ids: string[],
      body?: object,
    ][] = [
      ['GET', (id) => `/api/v1/customers/${id}`, [customer.id, 'Etheirs', b.adminCustomer.id]],
      ['PATCH', (id) => `/api/v1/customers/${id}`, [customer.id, 'Etheirs'], { name: 'X' }],
      ['DELETE', (id) => `/api/v1/customers/${id}`, [customer.id, 'Etheirs', b.adminCustomer.id]],
      ['GET', (id) => `/api/v1/members/${id}`, [member.id, 'Etheir-member', customer.id]],
      ['PATCH', (id) => `/api/v1/members/${id}`, [member.id, 'Etheir-member'], { name: 'X' }],
      ['DELETE', (id) => `/api/v1/members/${id}`, [member.id, 'Etheir-member']],
      ['GET', (id) => `/api/v1/signing-keys/${id}`, [key.row.id]],
      ['PATCH', (id) => `/api/v1/signing-keys/${id}`, [key.row.id], { status: 'revoked' }],
      ['POST', (id) => `/api/v1/signing-keys/${id}/revoke`, [key.row.id], {}],
      ['DELETE', (id) => `/api/v1/signing-keys/${id}`, [key.row.id]],
      ['GET', (id) => `/api/v1/api-keys/${id}`, [apiKeys.id]],
      ['DELETE', (id) => `/api/v1/api-keys/${id}`, [apiKeys.id]],
    ];
    for (const [method, at, ids, body] of probes) {
      for (const id of ids) {
        const theirs = await test.api(a.apiKey, method, at(id), body);
        const nothing = await test.api(a.apiKey, method, at(id.startsWith('E') ? 'Enobody' : nobody(id)), body);
        expect([method, at(id), theirs.statusCode]).toEqual([method, at(id), 404]);
        const strip = (text: string): string => text.replace(/req_\w+/, '');
        expect(strip(theirs.body)).toBe(strip(nothing.body));
        const { date: _1, ...headers } = theirs.headers;
        const { date: _2, ...expected } = nothing.headers;
        expect(headers).toEqual(expected);
      }
    }
    expect((await test.api(b.apiKey, 'GET', `/api/v1/signing-keys/${key.row.id}`)).json()).toMatchObject({
      status: 'active',
    });
    expect((await test.api(b.apiKey, 'GET', '/api/v1/customers/Etheirs')).json()).toMatchObject({ name: 'Customer' });
  });

  it('take no member, and show up in no list or filter', async () => {
    const customer = await test.accounts.customer(b.vendor.id, { externalId: 'theirs-2' });
    await test.accounts.member(b.vendor.id, customer.id);
    for (const reference of [customer.id, 'Etheirs-2', 'cus_00000000', 'nonsense', '']) {
      const answer = await test.api(a.apiKey, 'POST', '/api/v1/members', { customer: reference });
      expect(failure(answer)).toEqual({
        code: 'not_found',
        message: failure(await test.api(a.apiKey, 'GET', '/api/v1/members/Enobody')).message,
        requestId: failure(answer).requestId,
        details: [{ path: '/customer', message: 'names no customer' }],
      });
      for (const list of ['members', 'sessions', 'audit-events']) {
        const page = await test.api(a.apiKey, 'GET', `/api/v1/${list}?customer=${reference}`);
        expect(page.json()).toEqual({ data: [], nextCursor: null });
      }
    }
    const { data } = (await test.api(a.apiKey, 'GET', '/api/v1/customers')).json<{ data: { id: string }[] }>();
    expect(data.map(({ id }) => id)).toEqual([a.adminCustomer.id]);
  });
});

describe('A66: what a body may hold', () => {
  it.each([
    ['/api/v1/customers', { name: 'C' }],
    ['/api/v1/members', { customer: 'Ex' }],
    ['/api/v1/signing-keys', { publicKey: 'x' }],
    ['/api/v1/api-keys', { name: 'k', scopes: ['*'] }],
  ])('is refused at %s with any member that is not listed', async (url, body) => {
    for (const name of ['id', 'vendorId', 'vendor_id', 'createdAt', 'created_at', 'status', 'hash', 'isAdmin']) {
      const answer = await test.api(a.apiKey, 'POST', url, { ...body, [name]: 'x' });
      expect(answer.statusCode).toBe(400);
      expect(failure(answer).code).toBe('request_invalid');
      expect(failure(answer).details).toContainEqual({ path: `/${name}`, message: 'is not known here' });
    }
  });

  it.each([
    ['customers', { embeddingOrigins: 'https://a.example' }, '/embeddingOrigins'],
    ['customers', { confirmed: 'true' }, '/confirmed'],
    ['customers', { confirmed: 1 }, '/confirmed'],
    ['customers', { name: '' }, '/name'],
    ['customers', { name: null }, '/name'],
    ['customers', { name: 'a\nb' }, '/name'],
    ['customers', { externalId: '' }, '/externalId'],
    ['customers', { externalId: 'x'.repeat(256) }, '/externalId'],
    ['customers', { externalId: 'a\u0000b' }, '/externalId'],
    ['customers', { externalId: '\ud800' }, '/externalId'],
    ['customers', { externalId: 7 }, '/externalId'],
    ['members', { role: 'admin' }, '/role'],
    ['members', { email: 'nobody' }, '/email'],
    ['members', { customer: 'Ex' }, '/customer'],
    ['signing-keys', { status: 'active' }, '/status'],
  ])('is refused at PATCH %s %j', async (resource, body, path) => {
    const answer = await test.api(a.apiKey, 'PATCH', `/api/v1/${resource}/Ex`, body);
    expect([answer.statusCode, failure(answer).code]).toEqual([400, 'request_invalid']);
    expect(failure(answer).details?.map((detail) => detail.path)).toContain(path);
  });

  it('takes what only looks hostile as plain text', async () => {
    const texts = [
      "'; DROP TABLE customers; --",
      '%',
      '<script>',
      '../..',
      '__proto__',
      'constructor',
      '\u202eabc',
      '🙂'.repeat(120),
    ];
    for (const externalId of texts) {
      const made = await test.api(a.apiKey, 'POST', '/api/v1/customers', { name: externalId, externalId });
      expect(made.statusCode).toBe(201);
      const found = await test.api(a.apiKey, 'GET', `/api/v1/customers/E${encodeURIComponent(externalId)}`);
      expect(found.json()).toEqual(made.json());
    }
  });

  it('is refused whole, with nothing changed, when one member is', async () => {
    const { id } = await test.accounts.customer(a.vendor.id);
    const body = { name: 'Changed', embeddingOrigins: ['https://ok.example', 'https://*.example'] };
    const answer = await test.api(a.apiKey, 'PATCH', `/api/v1/customers/${id}`, body);
    expect(failure(answer).code).toBe('embedding_origin_invalid');
    expect((await test.api(a.apiKey, 'GET', `/api/v1/customers/${id}`)).json()).toMatchObject({ name: 'Customer' });
  });

  it('is told twenty faults at most', async () => {
    const body = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`m${index}`, 1]));
    const answer = await test.api(a.apiKey, 'POST', '/api/v1/customers', body);
    expect(failure(answer).details).toHaveLength(20);
  });

  it('must hold something to change', async () => {
    const answer = await test.api(a.apiKey, 'PATCH', '/api/v1/customers/Ex', {});
    expect([answer.statusCode, failure(answer).code]).toEqual([400, 'request_invalid']);
  });
});

describe('A70: bodies are JSON, said and done', () => {
  const send = (contentType: string | undefined, payload: string) =>
    test.app.inject({
      method: 'POST',
      url: '/api/v1/customers',
      headers: {
        authorization: `Bearer ${a.apiKey}`,
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
      },
      payload,
    });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json;charset=UTF-8',
  ])('reads %j, and judges what is in it', async (type) => {
    expect((await send(type, '{"name":"C"}')).statusCode).toBe(201);
    expect((await send(type, '{"name":"C","vendorId":"x"}')).statusCode).toBe(400);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/json\tx',
    'application/json x',
    'text/json',
    'application/vnd.api+json',
    '',
    undefined,
  ])('never takes %j past the checks', async (type) => {
    const answer = await send(type, '{"name":"C","vendorId":"x"}');
    expect([400, 415]).toContain(answer.statusCode);
    expect(['media_type_unsupported', 'request_invalid']).toContain(failure(answer).code);
  });

  it.each(['', '{', 'null', '[]', '"x"', '{"name":"C"}x', '{"name":"C",}', "{'name':'C'}"])(
    'refuses the body %j',
    async (payload) => {
      const answer = await send('application/json', payload);
      expect([answer.statusCode, failure(answer).code]).toEqual([400, 'request_invalid']);
    },
  );

  it('refuses a body over 64 KiB', async () => {
    const answer = await send('application/json', JSON.stringify({ name: 'x'.repeat(64 * 1024) }));
    expect([answer.statusCode, failure(answer).code]).toEqual([413, 'body_too_large']);
  });

  it('A84: refuses names that reach for a prototype, and changes none', async () => {
    for (const payload of [
      '{"name":"C","__proto__":{"confirmed":false}}',
      '{"name":"C","constructor":{"prototype":{"polluted":true}}}',
      '{"name":"C","constructor":1}',
      '{"name":"C","prototype":1}',
      '{"name":"C","embeddingOrigins":{"__proto__":[]}}',
    ]) {
      const answer = await send('application/json', payload);
      expect([payload, answer.statusCode, failure(answer).code]).toEqual([payload, 400, 'request_invalid']);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('A85: queries', () => {
  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=',
    'limit=1&limit=2',
    'cursor=a&cursor=b',
    'unknown=1',
    'vendor=x',
    'limit[]=1',
  ])('refuses ?%s', async (query) => {
    const answer = await test.api(a.apiKey, 'GET', `/api/v1/customers?${query}`);
    expect([answer.statusCode, failure(answer).code]).toEqual([400, 'request_invalid']);
  });

  it('refuses any query where a route takes none', async () => {
    const answer = await test.api(a.apiKey, 'GET', `/api/v1/customers/${a.adminCustomer.id}?x=1`);
    expect([answer.statusCode, failure(answer).code]).toEqual([400, 'request_invalid']);
  });
});

it('A88: survives addresses of every kind', async () => {
  for (const id of [
    '%00',
    'E%00',
    'E',
    '%',
    '%E0%A4%A',
    '..',
    '.',
    'E..%2f..',
    `E${'x'.repeat(2000)}`,
    '__proto__',
    'constructor',
    'toString',
    'E%ED%A0%80',
  ]) {
    for (const resource of ['customers', 'members', 'signing-keys', 'sessions', 'api-keys']) {
      const answer = await test.api(b.apiKey, 'GET', `/api/v1/${resource}/${id}`);
      expect([resource, id, answer.statusCode]).toEqual([resource, id, 404]);
    }
  }
});

it('A82: answers as JSON that is not cached, sniffed, framed or shared', async () => {
  for (const answer of [
    await test.api(a.apiKey, 'GET', '/api/v1/customers'),
    await test.api('nothing', 'GET', '/api/v1/customers'),
    await test.api(a.apiKey, 'GET', '/api/v1/nothing'),
  ]) {
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': expect.stringContaining('max-age=31536000') as string,
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
});
