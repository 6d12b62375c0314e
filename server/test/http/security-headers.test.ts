import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const names = [
  'content-security-policy',
  'cross-origin-resource-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
];

it.each(['/embed/v1/connections/%zz', '/api/v1/%ff', `/api/v1/customers/${'a'.repeat(8_000)}`])(
  'A82: an answer that comes before every hook has the headers of all others: %s',
  async (url) => {
    const plain = await test.app.inject('/health/live');
    const refused = await test.app.inject(url);
    expect(refused.statusCode).toBe(404);
    for (const name of names) expect([name, refused.headers[name]]).toEqual([name, plain.headers[name]]);
  },
);
