import { afterEach, expect, it } from 'vitest';
import type { Readiness } from '../../src/health/readiness.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { startRedis } from '../support/redis.ts';
import type { TestRedis, TestRedisOptions } from '../support/redis.ts';

const clock = { now: () => Date.now(), advance: () => undefined, set: () => undefined };
let test: TestApp;
let redis: TestRedis;

afterEach(async () => {
  await test.close();
  await redis.close();
});

async function start(options?: TestRedisOptions): Promise<void> {
  redis = await startRedis(options);
  test = await createTestApp({ redisUrl: redis.url, clock, clockSkewMax: 10_000 });
}

const redisCheck = async () => {
  const answer = await test.app.inject({ url: '/health/ready' });
  return { status: answer.statusCode, ...answer.json<Readiness>().checks['redis'], http: answer.statusCode };
};

it('shows Redis, and says when it is away and back', async () => {
  await start();
  const up = await redisCheck();
  expect(up).toMatchObject({ status: 'up', http: 200 });
  expect(up.warnings).toBeUndefined();
  expect(Math.abs(up.clockSkewMs ?? Number.NaN)).toBeLessThan(1_000);
  await redis.signal('SIGKILL');
  await expect.poll(redisCheck, { timeout: 3_000 }).toMatchObject({ status: 'down', http: 503 });
  await redis.start();
  await expect.poll(redisCheck, { timeout: 3_000 }).toMatchObject({ status: 'up', http: 200 });
});

it('warns of a Redis that keeps no append-only file, in the log too', async () => {
  await start({ persistence: 'none' });
  expect((await redisCheck()).warnings).toEqual(['keeps no append-only file: set appendonly yes']);
  expect(test.log.text()).toContain('Redis keeps no append-only file');
});

it('shows that used links were lost, and until when links are refused', async () => {
  await start();
  await redis.client.flushall();
  await expect
    .poll(async () => (await redisCheck()).warnings?.join(' '), { timeout: 5_000 })
    .toMatch(/may not know of used links: links with an iat up to \d+ are refused/);
});

it('is refused at the start where Redis may throw used links away', async () => {
  await start({ settings: { maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' } }).then(
    () => Promise.reject(new Error('it started')),
    (error: unknown) => expect(String(error)).toContain('maxmemory-policy allkeys-lru'),
  );
  test = await createTestApp();
});
