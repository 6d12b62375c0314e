import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startRedis, until } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { expectSound, expectStayedOpen } from '../src/faults/expectations.ts';
import { expectToSurvive } from '../src/faults/scenario.ts';
import type { Scenario } from '../src/faults/scenario.ts';

describe('Redis, the server', () => {
  let redis: TestRedis;
  let deployment: Deployment;

  beforeAll(async () => {
    redis = await startRedis();
    deployment = await startDeployment({ redis });
  });

  afterAll(async () => {
    await deployment.close();
    await redis.close();
  });

  const scenarios: readonly Scenario[] = [
    {
      title: 'A02 A04: killed and started again with its append-only file',
      fault: 'SIGKILL, started again with its append-only file',
      of: () => ({ begin: () => redis.signal('SIGKILL'), end: () => redis.start() }),
    },
    {
      title: 'A04: killed and back so soon that hardly anybody notices',
      fault: 'SIGKILL, started again at once',
      of: () => ({
        begin: async () => {
          await redis.signal('SIGKILL');
          await redis.start();
        },
        end: () => undefined,
        lasts: 2_000,
        closesAfter: 'never',
      }),
      expect: expectSound,
    },
    {
      title: 'A02: stopped and continued',
      fault: 'SIGSTOP, SIGCONT',
      of: () => ({
        begin: () => redis.signal('SIGSTOP'),
        end: () => redis.signal('SIGCONT'),
        lasts: 4_000,
      }),
    },
    {
      title: 'A02: out of memory',
      fault: 'out of memory (maxmemory reached)',
      of: () => ({
        begin: () => redis.client.config('SET', 'maxmemory', '1mb'),
        end: () => redis.client.config('SET', 'maxmemory', '0'),
      }),
    },
    {
      title: 'A02: made a replica, read-only',
      fault: 'read-only (made a replica)',
      of: () => ({
        begin: () => redis.client.replicaof('127.0.0.1', 1),
        end: () => redis.client.replicaof('NO', 'ONE'),
      }),
    },
    {
      title: 'A02: a password is asked for that Inlay does not have',
      fault: 'asks for a password',
      of: () => ({
        begin: async () => {
          await redis.client.config('SET', 'requirepass', 'not told');
          await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        },
        end: () => redis.client.config('SET', 'requirepass', ''),
      }),
    },
    {
      title: 'its scripts forgotten',
      fault: 'SCRIPT FLUSH',
      of: () => ({ begin: () => redis.client.script('FLUSH'), end: () => undefined, lasts: 500, closesAfter: 'never' }),
      expect: expectStayedOpen,
    },
    {
      title: 'A02 A04: killed and slow to load',
      fault: 'SIGKILL, some seconds of loading',
      of: () => ({
        begin: async () => {
          await redis.client.bgrewriteaof();
          await until(async () => /aof_rewrite_in_progress:0/.test(await redis.client.info('persistence')));
          // In microseconds a key; and that it answers while it loads, however little there is to load.
          const pause = Math.round(3_000_000 / (await redis.client.dbsize()));
          const slow = [`key-load-delay ${pause}`, 'loading-process-events-interval-bytes 1024', ''];
          appendFileSync(join(redis.folder, 'redis.conf'), slow.join('\n'));
          await redis.signal('SIGKILL');
          loaded = redis.start();
          await delay(200);
        },
        end: () => loaded,
        lasts: 2_000,
      }),
    },
  ];
  let loaded: Promise<void> = Promise.resolve();

  it.for(scenarios)('$title', (scenario) => expectToSurvive(deployment, 'Redis', scenario));
});
