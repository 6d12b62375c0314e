import { setTimeout as delay } from 'node:timers/promises';
import type { TestRedis } from '../../../server/test/support/redis.ts';
import type { Bed } from '../bed.ts';
import { admission, peek } from '../load/requests.ts';

/** Bytes of Redis that an admission takes, keys, expiry and tables together. */
export interface RedisMemory {
  readonly admissions: number;
  readonly dayMade: number;
  readonly inlay: number;
}

/** Admits so many at each contender and compares what its Redis holds before and after. */
export async function measureRedisMemory(bed: Bed, admissions: number): Promise<RedisMemory | undefined> {
  const { engines, dayMadeRedis, generator, signer, servers } = bed;
  if (engines.redis === undefined) return undefined;
  const totals = { dayMade: 0, inlay: 0 };
  // In parts, because a token holds for less than a minute.
  const parts = Math.ceil(admissions / 5_000);
  const each = Math.ceil(admissions / parts);
  for (let part = -1; part < parts; part += 1) {
    const tokens = await signer.sign(part < 0 ? 200 : each);
    for (const name of ['dayMade', 'inlay'] as const) {
      const redis = name === 'inlay' ? engines.redis : dayMadeRedis;
      const units = tokens.map((token) => (name === 'inlay' ? admission(token) : [peek(token)]));
      const before = await heldBy(redis);
      await generator.run({ port: servers[name].port, units, connections: 32, watched: [] });
      const after = await heldBy(redis);
      // What is there once, such as scripts and markers, came with the first part.
      if (part >= 0) totals[name] += after - before;
    }
  }
  const count = parts * each;
  return { admissions: count, dayMade: totals.dayMade / count, inlay: totals.inlay / count };
}

/** Bytes that Redis holds, without the buffers of its connections and of its append-only file. */
async function heldBy(redis: TestRedis): Promise<number> {
  // Tables that grow are moved over in the background.
  await delay(1_000);
  const memory = await redis.client.info('memory');
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(memory)?.[1]);
  return field('used_memory') - field('mem_clients_normal') - field('mem_aof_buffer');
}
