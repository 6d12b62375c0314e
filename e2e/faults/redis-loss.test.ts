import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../server/test/support/postgres.ts';
import type { TestPostgres } from '../../server/test/support/postgres.ts';
import { startRedis, startSentinel, until } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment, DeploymentOptions } from '../src/faults/deployment.ts';
import { expectLossNoticed } from '../src/faults/lose.ts';

/** Each loses used links in its own way; all wait for the same forty seconds, so they do it at once. */
describe.concurrent('a loss of used links is noticed', () => {
  let postgres: TestPostgres;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(async () => {
    await Promise.all(ends.map((end) => end()));
    postgres.close();
  });

  async function deploy(redis: DeploymentOptions['redis'], server: { close(): Promise<void> }): Promise<Deployment> {
    const deployment = await startDeployment({ postgres, redis });
    ends.push(async () => {
      await deployment.close();
      await server.close();
    });
    return deployment;
  }

  it('A04: FLUSHALL under load', async () => {
    const redis = await startRedis();
    await expectLossNoticed(await deploy(redis, redis), 'FLUSHALL', async () => void (await redis.client.flushall()));
  });

  it('A04: a restart without persistence', async () => {
    const redis = await startRedis({ persistence: 'none' });
    await expectLossNoticed(await deploy(redis, redis), 'SIGKILL, started again without persistence', async () => {
      await redis.signal('SIGKILL');
      await redis.start();
    });
  });

  it('A04: a state of before brought back', async () => {
    const redis = await startRedis();
    const deployment = await deploy(redis, redis);
    const copy = mkdtempSync(join(tmpdir(), 'inlay-copy-'));
    cpSync(join(redis.folder, 'appendonlydir'), copy, { recursive: true });
    await expectLossNoticed(deployment, 'an older state restored', async () => {
      await redis.signal('SIGKILL');
      rmSync(join(redis.folder, 'appendonlydir'), { recursive: true });
      cpSync(copy, join(redis.folder, 'appendonlydir'), { recursive: true });
      await redis.start();
    });
    rmSync(copy, { recursive: true });
  });

  it('A04: a replica promoted that lagged behind', async () => {
    const sentinel = await startSentinel();
    await expectLossNoticed(await deploy(sentinel.url, sentinel), 'a lagging replica promoted', async (admissions) => {
      const { master, replica } = sentinel;
      // The Sentinel would set this right after some seconds, which it does not get.
      await replica.client.replicaof('127.0.0.1', 1);
      const before = admissions();
      await until(async () => admissions() > before + 5);
      expect(await replica.client.dbsize()).toBeLessThan(await master.client.dbsize());
      await master.signal('SIGKILL');
      await until(async () => /role:master/.test(await replica.client.info('replication')));
    });
  });
});
