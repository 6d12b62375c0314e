import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startRedis } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { keepResult, keepSamples } from '../src/faults/results.ts';
import { inspectable, openInspector } from '../src/soak/inspector.ts';
import { slopeOf } from '../src/soak/slope.ts';
import type { Sample } from '../src/soak/slope.ts';
import { startTraffic } from '../src/soak/traffic.ts';

const minutes = Number(process.env['INLAY_SOAK_MINUTES'] ?? 5);
/** Milliseconds between two looks at the heap. */
const interval = Math.min(10_000, minutes * 2_000);
/** Share of the time in which caches fill and code is compiled. */
const warmUp = 0.3;
/** Bytes a minute: what is allowed to a line through few minutes, and through an hour. */
const slopeMax = minutes < 30 ? 400_000 : 60_000;
/** Milliseconds that Redis keeps a record after its last use. */
const lifetime = 3_600_000;

/** Starts what the traffic goes to; each try has its own. */
async function setUp(): Promise<{ redis: TestRedis; deployment: Deployment; close: () => Promise<void> }> {
  const redis = await startRedis();
  const deployment = await startDeployment({ redis, setUp: () => ({ nodeArguments: inspectable }) });
  return {
    redis,
    deployment,
    async close() {
      await deployment.close();
      await redis.close();
    },
  };
}

it(
  `${minutes} minutes of steady traffic: no surprise, a flat heap, no key that stays for ever`,
  async ({ onTestFinished }) => {
    const { redis, deployment, close } = await setUp();
    onTestFinished(close);
    const { instances, partner } = deployment;
    await partner.api(instances[0]?.port ?? 0, 'POST', '/signing-keys', { generate: { bits: 2048 } });
    const inspectors = await Promise.all(instances.map((instance) => openInspector(instance.log())));
    const heaps: Sample[][] = instances.map(() => []);
    const descriptors = (): readonly number[] => instances.map(({ pid }) => readdirSync(`/proc/${pid}/fd`).length);
    const traffic = startTraffic(deployment);
    const startedAt = performance.now();
    const passed = (): number => performance.now() - startedAt;
    let settled: readonly number[] = [];
    while (passed() < minutes * 60_000) {
      await delay(interval);
      for (const [index, inspector] of inspectors.entries()) {
        heaps[index]?.push([passed() / 1_000, await inspector.usedHeap()]);
      }
      if (settled.length === 0 && passed() > warmUp * minutes * 60_000) settled = descriptors();
    }
    const held = descriptors();
    await traffic.stop();
    inspectors.forEach((inspector) => inspector.close());

    keepSamples('soak-heap', heaps);

    expect(Object.fromEntries(traffic.surprises), 'answers that were not expected').toEqual({});
    const slopes = heaps.map((samples) => 60 * slopeOf(samples.filter(([at]) => at > warmUp * minutes * 60)));
    expect(Math.max(...slopes), 'growth of the heap, bytes a minute').toBeLessThan(slopeMax);
    expect(
      Math.max(...held.map((count, index) => count - (settled[index] ?? 0))),
      'more file descriptors',
    ).toBeLessThan(60);

    const keys = await redis.client.keys('*');
    // A session each; sixteen markers and lists of a vendor; counters of rate limits.
    expect(keys.length).toBeLessThan(traffic.counts.sessions + 100);
    const stay = keys.filter((key) => !key.endsWith(':epoch'));
    const times = await Promise.all(stay.map((key) => redis.client.pttl(key)));
    expect(
      stay.filter((_, index) => (times[index] ?? -1) === -1),
      'keys without an end',
    ).toEqual([]);
    expect(Math.max(...times)).toBeLessThanOrEqual(lifetime);
    const kilobytes = Math.round(Math.max(...slopes) / 1_000);
    keepResult({
      to: 'Two instances',
      fault: 'none: a soak',
      during: `${minutes} minutes, ${traffic.counts.requests} requests, ${traffic.counts.sessions} sessions, none answered otherwise than expected`,
      recovery: '–',
      ledger: `heap after collection grows by ${kilobytes} kB a minute at most; ${keys.length} keys in Redis`,
    });
  },
  minutes * 60_000 + 60_000,
);
