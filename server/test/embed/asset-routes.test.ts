import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await createTestApp();
});
afterAll(() => server.close());

it('A82: the SDK may be loaded by a page of any site, also one that asks for permission of everything it loads', async () => {
  const { statusCode, headers } = await server.app.inject('/sdk/inlay.js');
  expect(statusCode).toBe(200);
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['content-type']).toMatch(/^(?:application|text)\/javascript/);
  expect(headers['x-content-type-options']).toBe('nosniff');
});

it('A82: the files of the frame are for our own pages alone', async () => {
  const page = await server.app.inject({ url: '/embedded/connections', headers: { accept: 'text/html' } });
  const script = /src="(\/embed\/assets\/[^"]+)"/.exec(page.body)?.[1] ?? '';
  const { statusCode, headers } = await server.app.inject(script);
  expect(statusCode).toBe(200);
  expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  expect(headers['cache-control']).toContain('immutable');
});

it('a copy that is the same is not sent again', async () => {
  const first = await server.app.inject('/sdk/inlay.js');
  const etag = String(first.headers['etag']);
  expect(etag).toMatch(/^"[\w-]{27}"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await server.app.inject({ url: '/sdk/inlay.js', headers: { 'if-none-match': known } });
    expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', etag]);
    expect(again.headers['cross-origin-resource-policy']).toBe('cross-origin');
  }
  const other = await server.app.inject({ url: '/sdk/inlay.js', headers: { 'if-none-match': '"other"' } });
  expect([other.statusCode, other.body]).toEqual([200, first.body]);
});

it('HEAD answers as GET does, without the file', async () => {
  const got = await server.app.inject('/sdk/inlay.js');
  const { statusCode, headers, body } = await server.app.inject({ method: 'HEAD', url: '/sdk/inlay.js' });
  expect([statusCode, body, headers['content-length']]).toEqual([200, '', got.headers['content-length']]);
});

it.each(['nothing.js', '..%2f..%2fpackage.json', '%2e%2e/sdk/inlay.js', '', 'constructor', '__proto__', '.vite'])(
  'A65: what is no file of the frame is not found: %s',
  async (name) => {
    const { statusCode } = await server.app.inject(`/embed/assets/${name}`);
    expect(statusCode).toBe(404);
  },
);
