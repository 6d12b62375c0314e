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
