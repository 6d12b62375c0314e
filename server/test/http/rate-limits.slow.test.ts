import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRateLimit } from '../../src/http/rate-limit.ts';
import type { RateLimit } from '../../src/http/rate-limit.ts';
import { openRedis } from '../../src/state/redis-connection.ts';
import type { RedisClient } from '../../src/state/redis-connection.ts';
import { parseRedisUrl } from '../../src/state/redis-url.ts';
import { startRedis } from '../support/redis.ts';
import type { TestRedis } from '../support/redis.ts';

let redis: TestRedis;
const closing: (() => void)[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => {
  for (const close of closing) close();
  await redis.close();
});

/** The connection of one instance. */
async function connect(): Promise<RedisClient> {
  const target = parseRedisUrl(redis.url);
  if (target === undefined) throw new Error('no address');
  const connection = openRedis(target);
  closing.push(() => connection.close());
  await connection.client.connect();
  return connection.client;
}

const isRefused = (limit: RateLimit): boolean => {
  try {
    limit.check('somebody');
    return false;
  } catch {
    return true;
  }
};

const times = (count: number, work: () => void): void => {
  for (let done = 0; done < count; done += 1) work();
};

it('A69: instances with one Redis count together', async () => {
  const [here, there] = [
    createRateLimit('together', 10, await connect()),
    createRateLimit('together', 10, await connect()),
  ];
  times(9, () => here.count('somebody'));
  expect(isRefused(here)).toBe(false);
  await expect.poll(() => redis.client.get('inlay:rate:together:somebody')).toBe('9');
  there.count('somebody');
  await expect.poll(() => isRefused(there)).toBe(true);
  expect(await redis.client.pttl('inlay:rate:together:somebody')).toBeGreaterThan(50_000);
});

it('A69: an instance goes on counting alone while Redis is away', async () => {
  const limit = createRateLimit('alone', 3, await connect());
  await redis.signal('SIGKILL');
  times(2, () => limit.count('somebody'));
  expect(isRefused(limit)).toBe(false);
  limit.count('somebody');
  expect(isRefused(limit)).toBe(true);
  await redis.start();
});
