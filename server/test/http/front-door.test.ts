import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { connect } from 'node:net';
import { once } from 'node:events';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/accounts/api-keys.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { listen } from '../support/http.ts';
import type { HttpClient } from '../support/http.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

let test: TestApp;
let http: HttpClient;
let partner: Partner;
let port: number;
let readOnlyKey: string;

beforeAll(async () => {
  test = await createTestApp({ environment: { INLAY_TRUST_PROXY: 'loopback', INLAY_RATE_LIMIT_ADDRESS: '3' } });
  http = await listen(test);
  partner = await createPartner(test);
  const [scopes, author] = [['customers:read'] as const, { actor: 'test' }];
  const made = await createApiKey(test.services, author, partner.vendor.vendor.id, { name: 'reader', scopes });
  readOnlyKey = made.key;
  port = (test.app.server.address() as { port: number }).port;
});
afterAll(() => test.close());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** What may differ between two answers to the same request: ids, nonces, tokens, the time, and how the connection goes on. */
function essence({ status, headers, body }: Answer): unknown {
  const { date: _, connection: __, 'keep-alive': ___, 'content-length': ____, ...kept } = headers;
  const blank = (text: string): string =>
    text
      .replaceAll(/(nonce[-=]"?)[\w+/]{22}==/g, '$1…')
      .replaceAll(/(req|ses)_[0-9a-z]+/g, '$1_…')
      .replaceAll(/"sessionToken":"[\w-]+"/g, '"sessionToken":"…"')
      .replaceAll(/jti: \S+/g, 'jti: …')
      .replaceAll(/"(url|token|jti|expiresAt)":"[^"]+"/g, '"$1":"…"');
  return {
    status,
    headers: Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, blank(String(value))])),
    body: blank(body),
  };
}

/** The same request past the front door, by Fastify's own route. */
async function byFastify(method: 'GET' | 'POST', url: string, headers: object, payload?: string): Promise<Answer> {
  const answer = await test.app.inject({
    method,
    url,
    headers: { ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}

/** Requests that a route of Fastify’s carries out while `work` goes on. */
async function countFastify(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const note = (): void => void (count += 1);
  subscribe('tracing:fastify.request.handler:start', note);
  await work().finally(() => unsubscribe('tracing:fastify.request.handler:start', note));
  return count;
}

let addresses = 0;
/** Each request from an address of its own, so that refusals of one do not count against the next. */
const from = (): { 'x-forwarded-for': string } => ({ 'x-forwarded-for': `192.0.2.${(addresses += 1)}` });

describe('the front door answers as the routes behind it do', () => {
  it.each([
    ['a sound link', () => `?token=${partner.token()}`, {}],
    [
      'hints for the display',
      () => `?token=${partner.token()}&theme=dark&locale=de&path=/embedded/providers/slack`,
      {},
    ],
    ['the dialect', () => `?workato_dl_token=${partner.token()}`, { 'accept-language': 'zh' }],
    ['no token', () => '?', {}],
    ['a token that is none', () => '?token=x', {}],
    ['an old token', () => `?token=${partner.token({ iat: 1 })}`, {}],
    ['a repeated parameter', () => '?token=x&token=x', {}],
    ['a fetch by a script', () => `?token=${partner.token()}`, { 'sec-fetch-mode': 'cors' }],
    ['a customer of nobody’s', () => `?token=${partner.token({ sub: `${partner.vendor.vendor.key}:Enobody` })}`, {}],
  ])('peek: %s', async (_name, query, more) => {
    const [url, headers] = [`/direct_link${query()}`, { accept: 'text/html', ...from(), ...more }];
    const own = await http.get(url, headers);
    expect(essence(own)).toEqual(essence(await byFastify('GET', url, headers)));
  });

  const json = { 'content-type': 'application/json' };
  it.each([
    ['a sound link', () => ({ token: partner.token() }), json],
    ['another site', () => ({ token: partner.token() }), { ...json, origin: 'https://partner.test' }],
    ['no token', () => ({}), json],
    ['an old token', () => ({ token: partner.token({ iat: 1 }) }), { ...json, 'accept-language': 'de' }],
    ['a path that is none', () => ({ token: partner.token(), path: 'https://evil.test/' }), json],
    ['a member too many', () => ({ token: partner.token(), admin: 'yes' }), json],
    ['a token that is no text', () => ({ token: 1 }), json],
    ['a list', () => [], json],
  ])('redemption: %s', async (_name, body, more) => {
    const headers = { ...more, ...from() };
    const own = await http.post('/direct_link/redeem', body(), headers);
    const theirs = await byFastify('POST', '/direct_link/redeem', headers, JSON.stringify(body()));
    expect(essence(own)).toEqual(essence(theirs));
  });

  const links = '/api/v1/direct-links';
  const auth = (key: string): Record<string, string> => ({ ...json, authorization: `Bearer ${key}` });
  it.each([
    ['a customer', () => ({ customer: partner.customer.id }), () => auth(partner.vendor.apiKey)],
    [
      'all that one may say',
      () => ({
        customer: partner.customer.id,
        path: '/embedded/connections',
        origin: (JSON.parse(partner.customer.embedding_origins) as string[])[0],
        locale: 'de',
        theme: 'dark',
      }),
      () => auth(partner.vendor.apiKey),
    ],
    ['nobody’s customer', () => ({ customer: 'Enobody' }), () => auth(partner.vendor.apiKey)],
    ['a path that is none', () => ({ customer: partner.customer.id, path: '//x' }), () => auth(partner.vendor.apiKey)],
    ['an empty object', () => ({}), () => auth(partner.vendor.apiKey)],
    ['several faults', () => ({ customer: 1, admin: true, theme: 'pink' }), () => auth(partner.vendor.apiKey)],
    ['a list', () => [], () => auth(partner.vendor.apiKey)],
    ['no API key', () => ({ customer: partner.customer.id }), () => json],
    ['an API key that is none', () => ({}), () => auth('inl_00000000000000000000')],
    ['another scheme', () => ({}), () => ({ ...json, authorization: 'Basic eDp5' })],
    ['a key of another scope', () => ({ customer: partner.customer.id }), () => auth(readOnlyKey)],
  ])('making a link: %s', async (_name, body, headersOf) => {
    const headers = { ...headersOf(), ...from() };
    const own = await http.post(links, body(), headers);
    const theirs = await byFastify('POST', links, headers, JSON.stringify(body()));
    expect(essence(own)).toEqual(essence(theirs));
  });

  it('is there: of these three, none goes to Fastify in its usual form, and each does in another', async () => {
    const token = partner.token();
    const [customer, key] = [partner.customer.id, partner.vendor.apiKey];
    const usual = await countFastify(async () => {
      expect((await http.get(`/direct_link?token=${token}`, from())).status).toBe(200);
      expect((await http.post('/direct_link/redeem', { token }, from())).status).toBe(200);
      expect((await http.post(links, { customer }, auth(key))).status).toBe(201);
    });
    expect(usual).toBe(0);
    const type = { 'content-type': 'application/json; charset=utf-8' };
    const unusual = await countFastify(async () => {
      expect((await http.get(`/direct_link?token=${partner.token()}`, from(), 'HEAD')).status).toBe(200);
      const another = { token: partner.token() };
      expect((await http.post('/direct_link/redeem', another, { ...from(), ...type })).status).toBe(200);
      expect((await http.post(links, { customer }, { ...auth(key), ...type })).status).toBe(201);
    });
    expect(unusual).toBe(3);
  });

  it('makes the links that it is asked for', async () => {
    const origin = (JSON.parse(partner.customer.embedding_origins) as string[])[0];
    const body = {
      customer: partner.customer.id,
      path: '/embedded/providers/slack',
      origin,
      locale: 'de',
      theme: 'dark',
    };
    const { body: text } = await http.post(links, body, auth(partner.vendor.apiKey));
    const made = JSON.parse(text) as { url: string; token: string; jti: string };
    const query = new URL(made.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({ token: made.token, path: body.path, locale: 'de', theme: 'dark' });
    expect(decodeJwt(made.token)).toMatchObject({ jti: made.jti, origin, path: body.path });
    expect((await http.post('/direct_link/redeem', { token: made.token, path: body.path }, from())).status).toBe(200);
  });

  it('turns away who names no API key before the body has come', async () => {
    const head = `POST ${links} HTTP/1.1\r\n${lines({ ...json, ...from() })}content-length: 50\r\n`;
    expect(await raw(head, ['{'])).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('A69: of an address that guesses API keys, as the route does', async () => {
    const headers = { ...auth('inl_00000000000000000000'), ...from() };
    const statuses: number[] = [];
    for (let times = 0; times < 4; times += 1) statuses.push((await http.post(links, {}, headers)).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const refused = await http.post(links, {}, headers);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    const theirs = await byFastify('POST', links, headers, '{}');
    expect(essence(refused)).toEqual(essence(theirs));
  });

  it('takes a target in absolute-form, as for a proxy, whatever host it names', async () => {
    const token = partner.token();
    for (const place of ['http://inlay.test', 'HTTPS://someone.else:8443']) {
      const link = `GET ${place}/direct_link?token=${token} HTTP/1.1\r\n${lines({ accept: 'text/html', ...from() })}`;
      expect(await raw(link, [])).toMatch(/^HTTP\/1\.1 200 /);
    }
    const root = `GET http://inlay.test?token=x HTTP/1.1\r\n${lines({ accept: 'text/html', ...from() })}`;
    expect(await raw(root, [])).toMatch(/^HTTP\/1\.1 404 /);
    const frames = `GET http://inlay.test/embed/v1/connections HTTP/1.1\r\n${lines(from())}`;
    expect(await raw(frames, [])).toContain('"code":"session_missing"');
  });

  it('leaves a request with an idempotency key to the route that keeps answers', async () => {
    const headers = { ...auth(partner.vendor.apiKey), 'idempotency-key': 'once' };
    const body = { customer: partner.customer.id };
    const [first, again] = [await http.post(links, body, headers), await http.post(links, body, headers)];
    expect(first.status).toBe(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toBe(first.body);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a name of the prototype', '{"__proto__":{"customer":"x"}}'],
    ['another name of the prototype', '{"constructor":{"prototype":{"customer":"x"}}}'],
  ])('making a link with a body of %s', async (_name, body) => {
    const headers = { ...auth(partner.vendor.apiKey), ...from() };
    const own = await raw(`POST ${links} HTTP/1.1\r\n${lines(headers)}content-length: ${body.length}\r\n`, [body]);
    const theirs = await byFastify('POST', links, headers, body);
    expect(own).toContain(` ${theirs.status} `);
    const { error } = JSON.parse(theirs.body) as { error: { code: string; details?: unknown } };
    expect(JSON.parse(own.slice(own.indexOf('\r\n\r\n')))).toMatchObject({ error: { code: error.code } });
    expect(own.includes('"details"')).toBe(error.details !== undefined);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a name of the prototype', '{"__proto__":{"token":"x"}}'],
  ])('redemption with a body of %s', async (_name, body) => {
    const headers = { ...json, ...from() };
    const own = await raw(`POST /direct_link/redeem HTTP/1.1\r\n${lines(headers)}content-length: ${body.length}\r\n`, [
      body,
    ]);
    const theirs = await byFastify('POST', '/direct_link/redeem', headers, body);
    expect(own).toContain(` ${theirs.status} `);
    expect(own).toContain((JSON.parse(theirs.body) as { error: { code: string } }).error.code);
  });
});

/** The lines of a request's head, each with its end. */
const lines = (headers: object): string =>
  Object.entries({ host: 'inlay.test', connection: 'close', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

/** Sends a request piece by piece and reads all that comes back. */
async function raw(head: string, pieces: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.write(`${head}\r\n`);
  for (const piece of pieces) await new Promise<void>((resolve) => socket.write(piece, () => setImmediate(resolve)));
  await once(socket, 'close');
  return text;
}

describe('redemption, however its body comes', () => {
  it.each([
    ['in pieces', (body: string) => [`content-length: ${body.length}\r\n`, body.slice(0, 7), body.slice(7)]],
    [
      'in chunks without a length',
      (body: string) => ['transfer-encoding: chunked\r\n', `${body.length.toString(16)}\r\n${body}\r\n`, '0\r\n\r\n'],
    ],
  ])('%s', async (_name, piecesOf) => {
    const [length = '', ...pieces] = piecesOf(JSON.stringify({ token: partner.token() }));
    const head = `POST /direct_link/redeem HTTP/1.1\r\n${lines({ 'content-type': 'application/json', ...from() })}${length}`;
    expect(await raw(head, pieces)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('spends nothing while the body is not whole', async () => {
    const token = partner.token();
    const body = JSON.stringify({ token });
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const head = lines({ 'content-type': 'application/json', 'content-length': body.length, ...from() });
    socket.write(`POST /direct_link/redeem HTTP/1.1\r\n${head}\r\n${body.slice(0, -1)}`);
    socket.destroy();
    expect((await http.post('/direct_link/redeem', { token }, from())).status).toBe(200);
  });
});

it('A01: of many redemptions of one link that arrive together, one is answered with a session', async () => {
  const token = partner.token();
  const others = Array.from({ length: 20 }, () => partner.token());
  const answers = await Promise.all(
    [...Array.from({ length: 30 }, () => token), ...others].map((text) =>
      http.post('/direct_link/redeem', { token: text }, from()),
    ),
  );
  expect(answers.slice(0, 30).filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.slice(30).every(({ status }) => status === 200)).toBe(true);
});

it('A69: counts refusals against the address that a trusted proxy names, and no other', async () => {
  const [guesser, other] = [from(), from()];
  const guess = (headers: object): Promise<Answer> => http.get('/direct_link?token=x', { ...headers });
  for (let times = 0; times < 3; times += 1) expect((await guess(guesser)).status).toBe(401);
  expect((await guess(guesser)).status).toBe(429);
  // The last address is the one that the trusted proxy saw; what stands before it is the client's own word.
  expect((await guess({ 'x-forwarded-for': `203.0.113.9, ${guesser['x-forwarded-for']}` })).status).toBe(429);
  expect((await guess(other)).status).toBe(401);
});

it('logs and measures each answer by its route, without the address', async () => {
  const before = test.log.lines.length;
  const token = partner.token();
  await http.get(`/direct_link?token=${token}`, from());
  await http.post('/direct_link/redeem', { token }, from());
  const authorization = `Bearer ${partner.vendor.apiKey}`;
  await http.post('/api/v1/direct-links', { customer: partner.customer.id }, { authorization });
  const told = test.log.lines
    .slice(before)
    .map((line) => JSON.parse(line) as { msg: string })
    .filter(({ msg }) => msg === 'answered');
  expect(told).toMatchObject([
    { requestId: expect.stringMatching(/^req_/) as string, method: 'GET', route: '/direct_link', status: 200 },
    { requestId: expect.stringMatching(/^req_/) as string, method: 'POST', route: '/direct_link/redeem', status: 200 },
    { requestId: expect.stringMatching(/^req_/) as string, method: 'POST', route: '/api/v1/direct-links', status: 201 },
  ]);
  expect(JSON.stringify(told)).not.toContain(token);
  expect(JSON.stringify(told)).not.toContain(partner.vendor.apiKey);
  const metrics = await http.get('/metrics');
  expect(metrics.body).toMatch(/inlay_http_\w+_count\{[^}]*route="\/direct_link\/redeem"/);
});
