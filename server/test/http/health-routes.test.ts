import { afterEach, expect, it } from 'vitest';
import type { Readiness } from '../../src/health/readiness.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp | undefined;
afterEach(async () => {
  await test?.close();
});

const ready = async ({ app }: TestApp) => {
  const answer = await app.inject({ url: '/health/ready' });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<Readiness & { status: string }>() };
};

it('says ready and how far the database’s clock is away', async () => {
  test = await createTestApp({ clock: { now: () => Date.now(), advance: () => undefined, set: () => undefined } });
  const { status, body } = await ready(test);
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'ready', checks: { database: { status: 'up' } } });
  expect(Math.abs(body.checks['database']?.clockSkewMs ?? Number.NaN)).toBeLessThan(1_000);
  expect(body.checks['database']?.warnings).toBeUndefined();
});

it('A86: warns of a clock that is off', async () => {
  const off = { now: () => Date.now() + 8_000, advance: () => undefined, set: () => undefined };
  test = await createTestApp({ clock: off });
  const { body } = await ready(test);
  expect(body.checks['database']?.clockSkewMs).toBeLessThan(-7_000);
  expect(body.checks['database']?.warnings).toHaveLength(1);
});

it('says which dependency is away, with a code and when to ask again', async () => {
  test = await createTestApp();
  await test.services.database.destroy();
  const { status, headers, body } = await ready(test);
  expect(status).toBe(503);
  expect(headers['retry-after']).toBe('2');
  expect(body).toMatchObject({
    status: 'unavailable',
    checks: { database: { status: 'down' } },
    error: { code: 'service_unavailable' },
  });
  expect((await test.app.inject({ url: '/health/live' })).statusCode).toBe(200);
});
