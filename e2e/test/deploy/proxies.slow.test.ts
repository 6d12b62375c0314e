import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../src/harness/certificate.ts';
import { runInlay, startInlay } from '../../src/harness/inlay-server.ts';
import type { InlayServer } from '../../src/harness/inlay-server.ts';
import { freePort } from '../../src/harness/free-port.ts';
import { createPartner } from '../../src/harness/partner.ts';
import type { Customer, NewVendor, Partner } from '../../src/harness/partner.ts';
import { startCaddy, startNginx } from '../../src/harness/reverse-proxy.ts';
import type { ReverseProxy } from '../../src/harness/reverse-proxy.ts';

/** As many and as long as a customer's embedding origins may be: 20 of 120 characters. */
const origins = Array.from(
  { length: 20 },
  (_, index) => `https://${String(index).padStart(2, '0')}.${'a'.repeat(60)}.${'b'.repeat(35)}.example:8443`,
);

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe.each([
  { name: 'nginx', start: startNginx },
  { name: 'Caddy', start: startCaddy },
])('docs/deploy behind $name', ({ start }) => {
  let folder: string;
  let server: InlayServer;
  let proxy: ReverseProxy;
  let partner: Partner;
  let customer: Customer;
  let ca: string;
  let port: number;
  let plainPort: number;
  const settings: Record<string, string> = {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inlay-proxy-'));
    const certificate = makeCertificate(folder, ['localhost']);
    ca = certificate.cert;
    port = await freePort();
    plainPort = await freePort();
    Object.assign(settings, {
      INLAY_PUBLIC_URL: `https://localhost:${port}`,
      INLAY_DATA_DIR: join(folder, 'data'),
      INLAY_DATABASE_URL: '',
      INLAY_REDIS_URL: '',
      INLAY_TRUST_PROXY: '127.0.0.1',
      INLAY_RATE_LIMIT_ADDRESS: '20',
    });
    server = await startInlay(settings);
    proxy = await start({ folder, port, plainPort, inlayPort: server.port, certificate });
    const vendor = (await runInlay(settings, 'vendors', 'create', '--name', 'Partner')) as NewVendor;
    partner = await createPartner(vendor, `http://127.0.0.1:${server.port}`, `https://localhost:${port}`);
    customer = await partner.customer(origins);
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function send(path: string, options: RequestOptions = {}, body?: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, servername: 'localhost', ca, path, ...options });
      outgoing.setHeader('host', `localhost:${port}`);
      outgoing.once('response', resolve).once('error', reject).end(body);
    });
  }

  async function ask(path: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
    const incoming = await send(path, options, body);
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await textOf(incoming) };
  }

  const newLink = (): Promise<string> => partner.link({ customer: customer.id, claims: { origin: origins[0] ?? '' } });

  it('a link is looked at, redeemed and its events are heard, with the headers that Inlay sent', async () => {
    const link = new URL(await newLink());
    const page = await ask(link.pathname + link.search, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const policy = page.headers['content-security-policy'] ?? '';
    expect(policy).toContain(`frame-ancestors ${origins.join(' ')}`);
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(page.headers['strict-transport-security']).toMatch(/max-age=\d+/);
    expect(page.headers['x-frame-options']).toBeUndefined();

    const token = link.searchParams.get('token') ?? '';
    const headers = { 'content-type': 'application/json', origin: `https://localhost:${port}` };
    const body = JSON.stringify({ token, path: '/embedded/connections' });
    const redeemed = await ask('/direct_link/redeem', { method: 'POST', headers }, body);
    expect(redeemed.status).toBe(200);
    const { sessionToken } = JSON.parse(redeemed.body) as { sessionToken: string };
    const again = await ask('/direct_link/redeem', { method: 'POST', headers }, body);
    expect(again.status).toBe(409);

    const startedAt = performance.now();
    const stream = await send('/embed/v1/events', { headers: { authorization: `Bearer ${sessionToken}` } });
    expect(stream.headers['content-type']).toContain('text/event-stream');
    const first = await new Promise<Buffer>((resolve) => stream.once('data', resolve));
    stream.destroy();
    expect(first.toString()).toContain('retry: 1000');
    expect(performance.now() - startedAt).toBeLessThan(2_000);

    await expect.poll(() => proxy.accessLog(), { timeout: 5_000 }).toContain('/direct_link/redeem');
    expect(proxy.accessLog()).toContain('/direct_link');
    expect(proxy.logs()).not.toContain(token);
    expect(proxy.logs()).not.toContain(sessionToken);
  });

  it('a token of the greatest length comes through', async () => {
    const { status } = await ask(`/direct_link?token=${'a'.repeat(4_096)}`, { headers: { accept: 'text/html' } });
    expect(status).toBe(401);
  });

  it('HTTP/2 is spoken', async () => {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { ca, servername: 'localhost' });
    const stream = session.request({
      ':path': '/embedded/connections',
      ':authority': 'localhost',
      accept: 'text/html',
    });
    const status = await new Promise((resolve) => stream.once('response', (headers) => resolve(headers[':status'])));
    session.destroy();
    expect(status).toBe(401);
  });

  it('A69, A71: limits count the client’s own address, which it cannot choose', async () => {
    const bad = (localAddress: string, claimed: string): Promise<Answer> =>
      ask('/direct_link?token=x', { localAddress, headers: { accept: 'text/html', 'x-forwarded-for': claimed } });
    const statuses: number[] = [];
    for (let index = 0; index < 25; index += 1) statuses.push((await bad('127.0.0.9', `192.0.2.${index}`)).status);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
    expect((await bad('127.0.0.8', '127.0.0.9')).status).toBe(401);
  });

  it('metrics and health are not public', async () => {
    for (const path of ['/metrics', '/health/ready', '/health/live']) expect((await ask(path)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${server.port}/metrics`)).status).toBe(200);
  });

  it('A50: no token is in any log while Inlay is away either', async () => {
    await server.stop();
    const link = new URL(await newLink());
    const token = link.searchParams.get('token') ?? '';
    const answer = await ask(link.pathname + link.search, { headers: { accept: 'text/html' } });
    expect(answer.status).toBe(502);
    await expect.poll(() => proxy.accessLog(), { timeout: 5_000 }).toMatch(/502/);
    expect(proxy.logs()).not.toContain(token);
  });

  it.each([
    ['a link', '/direct_link?token=canary-7', '/direct_link'],
    [
      'a link with a question mark that is encoded',
      '/a%3Ftoken=canary&x=%23b?token=canary-7',
      '/a%3Ftoken=canary&x=%23b',
    ],
    [
      'an address with line ends in it',
      '/x%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a<script>?token=canary-7',
      '/x%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a<script>',
    ],
    ['an address with another host in it', '//evil.example/%2e%2e/x?token=canary-7', '//evil.example/%2e%2e/x'],
  ])('%s that came by http is sent on to TLS as it was sent, without its token', async (_what, path, sentOn) => {
    const { status, headers, body } = await askPlainly(path);
    expect(status).toBe(308);
    expect(alike(headers.location)).toBe(alike(`https://localhost${sentOn}`));
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).not.toContain('<script>');
    expect(proxy.logs()).not.toContain('canary-7');
  });

  /** Asks over http without TLS, by a path that goes out as it stands. */
  async function askPlainly(path: string): Promise<Answer> {
    const outgoing = requestPlain({ host: '127.0.0.1', port: plainPort, path, headers: { host: 'localhost' } }).end();
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await textOf(incoming) };
  }
});

it('the origins of these tests are the longest there can be', () => {
  expect(origins.map(({ length }) => length)).toEqual(origins.map(() => 120));
});

/** An address in the one of several equal spellings (RFC 3986 §6.2.2.1) that can be compared; nothing is decoded. */
function alike(address = ''): string {
  const upper = address.replace(/%[0-9a-f]{2}/gi, (triplet) => triplet.toUpperCase());
  return upper.replaceAll('<', '%3C').replaceAll('>', '%3E');
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
