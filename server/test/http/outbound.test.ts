import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { InlayError } from '@inlay/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutbound } from '../../src/http/outbound.ts';
import type { OutboundOptions } from '../../src/http/outbound.ts';

const canary = 'canary-4f1d9a';
const undo: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** A listener that counts connections and answers nothing. */
async function listener(host = '127.0.0.1'): Promise<{ port: number; connections: () => number }> {
  let count = 0;
  const server = createTcpServer((socket) => {
    count += 1;
    socket.destroy();
  });
  server.listen(0, host);
  await once(server, 'listening');
  undo.push(() => void server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => count };
}

/** An HTTP server on loopback, and the address it is reached at. */
async function provider(handler: RequestListener): Promise<{ url: string; host: string }> {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}`, host };
}

function client(options: OutboundOptions = {}) {
  const outbound = createOutbound(options);
  undo.push(() => outbound.close());
  return outbound;
}

async function refusalOf(outbound: ReturnType<typeof client>, url: string): Promise<InlayError> {
  const failure: unknown = await outbound
    .request({ method: 'GET', url, headers: { authorization: `Bearer ${canary}` } })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InlayError);
  const error = failure as InlayError;
  expect(error.code).toBe('provider_unavailable');
  expect(`${error.detail} ${error.stack} ${String(error.cause)}`).not.toContain(canary);
  return error;
}

describe('outbound requests', () => {
  it('sends the request as it is and hands over status and text', async () => {
    const seen: unknown[] = [];
    const { url, host } = await provider((request, response) => {
      seen.push(request.method, request.url, request.headers['authorization'], request.headers['user-agent']);
      response.writeHead(418, { 'retry-after': '7', date: 'Fri, 02 Jan 2026 03:04:05 GMT' }).end('{"tea":true}');
    });
    const answer = await client({ allowedHosts: [host] }).request({
      method: 'GET',
      url: `${url}/a?b=c`,
      headers: { authorization: 'Bearer x' },
    });
    expect(answer).toEqual({ status: 418, text: '{"tea":true}', retryAfter: 7, date: Date.UTC(2026, 0, 2, 3, 4, 5) });
    expect(seen).toEqual(['GET', '/a?b=c', 'Bearer x', 'Inlay/0.1']);
  });

  it('sends neither cookies nor anything through a proxy of the environment', async () => {
    const proxy = await listener();
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${proxy.port}`;
    undo.push(() => void delete process.env['HTTP_PROXY']);
    const cookies: unknown[] = [];
    const { url, host } = await provider((request, response) => {
      cookies.push(request.headers['cookie']);
      response.setHeader('set-cookie', 'a=b').end('{}');
    });
    const outbound = client({ allowedHosts: [host] });
    await outbound.request({ method: 'GET', url });
    await outbound.request({ method: 'GET', url });
    expect(cookies).toEqual([undefined, undefined]);
    expect(proxy.connections()).toBe(0);
  });

  it.each([
    ['http', (port: number) => `http://127.0.0.1:${port}/`],
    ['a private literal', (port: number) => `https://127.0.0.1:${port}/`],
    ['another scheme', (port: number) => `ftp://127.0.0.1:${port}/`],
    ['a user in the address', (port: number) => `https://user:pass@127.0.0.1:${port}/`],
    ['no address', () => 'not a url'],
  ])('A76: opens no connection for %s', async (_name, urlOf) => {
    const { port, connections } = await listener();
    await refusalOf(client(), urlOf(port));
    expect(connections()).toBe(0);
  });

  it.each([
    ['decimal', 'https://2130706433/'],
    ['hexadecimal', 'https://0x7f000001/'],
    ['octal', 'https://0177.0.0.1/'],
    ['short', 'https://127.1/'],
    ['IPv6 loopback', 'https://[::1]/'],
    ['IPv4-mapped', 'https://[::ffff:127.0.0.1]/'],
    ['IPv4-mapped in hex', 'https://[::ffff:7f00:1]/'],
    ['unspecified', 'https://0.0.0.0/'],
    ['metadata service', 'https://169.254.169.254/'],
    ['full-width digits', 'https://１２７.0.0.1/'],
  ])('A76: refuses a private address written as %s', async (_name, url) => {
    const { detail } = await refusalOf(client(), url);
    expect(detail).toMatch(/FORBIDDEN_ADDRESS$/);
  });

  it('A76: does not reach this machine by its name', async () => {
    // Name servers know no such name, or say that it is this machine.
    const { detail } = await refusalOf(client(), 'https://localhost/');
    expect(detail).toMatch(/^localhost: (?:FORBIDDEN_ADDRESS|E[A-Z]+)$/);
  });

  it('A76: refuses other ports than 443', async () => {
    const { detail } = await refusalOf(client(), 'https://example.com:8443/');
    expect(detail).toMatch(/must use port 443/);
  });

  it('A76: resolves a name once, to check and to connect, so that it cannot change its mind between (DNS rebinding)', async () => {
    let asked = 0;
    const outbound = client({
      resolve: (_name, _options, callback) => {
        asked += 1;
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    expect((await refusalOf(outbound, 'https://rebind.example/')).detail).toMatch(/FORBIDDEN_ADDRESS$/);
    expect(asked).toBe(1);
  });

  it('A76: refuses a name that has one private address among public ones', async () => {
    const outbound = client({
      resolve: (_name, _options, callback) =>
        callback(null, [
          { address: '93.184.215.14', family: 4 },
          { address: 'fd00::1', family: 6 },
        ]),
    });
    expect((await refusalOf(outbound, 'https://mixed.example/')).detail).toMatch(/FORBIDDEN_ADDRESS$/);
  });

  it('A76: follows no redirect', async () => {
    const inner = await listener();
    const { url, host } = await provider((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end();
    });
    const answer = await client({ allowedHosts: [host] }).request({ method: 'GET', url });
    expect(answer.status).toBe(302);
    expect(inner.connections()).toBe(0);
  });

  it('A76: reads no more of an answer than it may', async () => {
    const { url, host } = await provider((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'.repeat(1_024)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const { detail } = await refusalOf(client({ allowedHosts: [host], maxBytes: 10_000 }), url);
    expect(detail).toBe(`${host}: answer too large`);
  });

  it.each([
    ['never answers', () => undefined],
    ['never ends its answer', (_request, response) => void response.writeHead(200).write('{')],
  ] as [string, RequestListener][])('A76: gives up on a server that %s', async (_name, handler) => {
    const { url, host } = await provider(handler);
    const { detail } = await refusalOf(client({ allowedHosts: [host], timeout: 100 }), url);
    expect(detail).toBe(`${host}: no whole answer in time`);
  });

  it('exempts a host on every port, or a host and port alone', async () => {
    const { url, host } = await provider((_request, response) => void response.end('{}'));
    await expect(client({ allowedHosts: ['127.0.0.1'] }).request({ method: 'GET', url })).resolves.toBeDefined();
    await expect(client({ allowedHosts: [host] }).request({ method: 'GET', url })).resolves.toBeDefined();
    await refusalOf(client({ allowedHosts: ['127.0.0.1:1'] }), url);
    await refusalOf(client({ allowedHosts: ['localhost'] }), url);
  });

  it('says of a server that is not there only that it is not', async () => {
    const { port } = await listener();
    const outbound = client({ allowedHosts: ['127.0.0.1'] });
    for (const step of undo.splice(0, 1)) await step();
    const { detail } = await refusalOf(outbound, `http://127.0.0.1:${port}/${canary}`);
    expect(detail).toMatch(/^127\.0\.0\.1:\d+: [A-Z_]+$/);
  });
});
