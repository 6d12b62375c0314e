import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerHeaders } from '../../src/http/security-headers.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

/** What helmet sets on a route that leaves its headers to it. */
async function byHelmet(of: TestApp = test): Promise<Record<string, unknown>> {
  const { headers } = await of.app.inject('/health/live');
  const own = ['content-type', 'content-length', 'date', 'connection', 'cache-control', 'keep-alive', 'retry-after'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)));
}

it('A82: headers that are computed once are the very ones that helmet sets', async () => {
  expect(await byHelmet()).toEqual(answerHeaders({ publicOrigin: 'https://inlay.test' }));
  const plain = await createTestApp({ environment: { INLAY_PUBLIC_URL: 'http://localhost:4000' } });
  try {
    expect(await byHelmet(plain)).toEqual(answerHeaders({ publicOrigin: 'http://localhost:4000' }));
  } finally {
    await plain.close();
  }
});

it.each([
  ['POST', '/direct_link/redeem', 400],
  ['POST', '/direct_link/redeem/', 400],
  ['GET', '/embed/v1/session', 401],
  ['DELETE', '/embed/v1/session', 401],
  ['GET', '/embed/v1/nothing', 404],
  ['GET', '/api/v1/customers', 401],
  ['PATCH', '/api/v1/customers', 405],
  ['GET', '/api/v1/nothing', 404],
  ['GET', '/embed/assets/nothing.js', 404],
  ['GET', '/nothing', 404],
  ['PUT', '/', 404],
] as const)('A36, A82: every answer that is no page has them: %s %s', async (method, url, status) => {
  const { headers, statusCode } = await test.app.inject({
    method,
    url,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    ...(method === 'POST' ? { payload: '{' } : {}),
  });
  expect(statusCode).toBe(status);
  expect(headers).toMatchObject(await byHelmet());
});

it.each(['/embed/v1/connections/%zz', '/api/v1/%ff', `/api/v1/customers/${'a'.repeat(8_000)}`])(
  'A82: an answer that comes before every hook has the headers of all others: %s',
  async (url) => {
    const refused = await test.app.inject(url);
    expect(refused.statusCode).toBe(404);
    expect(refused.headers).toMatchObject(await byHelmet());
  },
);
