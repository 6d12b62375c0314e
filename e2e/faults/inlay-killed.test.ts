import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { expectSessionsHold } from '../src/faults/expectations.ts';
import { killInTurn } from '../src/faults/kill-in-turn.ts';
import { startLoad } from '../src/faults/load.ts';
import { describeVerdict, keepResult } from '../src/faults/results.ts';
import { judge } from '../src/faults/verdict.ts';

/** How often instances are killed, half of it with Redis; for a slow machine it may be set lower. */
const kills = Number(process.env['INLAY_FAULTS_KILLS'] ?? 200) / 2;

describe.for(['with Redis', 'without Redis'])('Inlay killed, %s', { timeout: 300_000 }, (engine) => {
  let redis: TestRedis | undefined;
  let deployment: Deployment;

  beforeAll(async () => {
    redis = engine === 'with Redis' ? await startRedis() : undefined;
    deployment = await startDeployment({ redis, instances: 4 });
  });

  afterAll(async () => {
    await deployment.close();
    await redis?.close();
  });

  it('A04: four instances, killed at random points under load, admit nobody twice and lose no session', async () => {
    const { instances, partner } = deployment;
    // As a load balancer would: whoever listens gets the next request, the first where nobody does.
    const ports = (): readonly number[] => {
      const listening = instances.filter((instance) => instance.isListening());
      return (listening.length > 0 ? listening : instances.slice(0, 1)).map(({ port }) => port);
    };
    const load = startLoad({ partner, ports, rate: 30 });
    await delay(500);
    const done = await killInTurn(instances, kills);
    await delay(500);
    await load.stop();

    const verdict = await judge(load.ledger, partner, ports()[0] ?? 0);
    expectSessionsHold(verdict);
    // Rows are written in batches: those of the last fifth of a second go down with the process, and no others.
    const admitted = load.ledger.entries.filter(({ admissions }) => admissions.length > 0).length;
    expect(verdict.unaudited.length, 'audit rows lost').toBeLessThan(admitted / 2);
    const codes = new Set(load.ledger.attempts().map(({ outcome }) => outcome));
    expect([...codes].sort()).toEqual(
      expect.not.arrayContaining(['internal_error', 'status 500', 'http_request_invalid']),
    );
    keepResult({
      to: `Four instances ${engine}`,
      fault: `SIGKILL at random points, ${done.total} times`,
      during: `${admitted} admitted by whichever was there`,
      recovery: '–',
      ledger: describeVerdict(verdict),
    });
  });
});
