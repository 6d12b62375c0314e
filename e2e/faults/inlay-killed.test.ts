import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { expectSessionsHold } from '../src/faults/expectations.ts';
import { killInTurn } from '../src/faults/kill-in-turn.ts';
import type { Kills } from '../src/faults/kill-in-turn.ts';
import type { Attempt } from '../src/faults/ledger.ts';
import { startLoad } from '../src/faults/load.ts';
import { describeVerdict, keepResult } from '../src/faults/results.ts';
import { judge } from '../src/faults/verdict.ts';

/**
 * Milliseconds that an admission may wait for its audit row: they are written in batches, a fifth of a second after the
 * first of them, and four processes that keep starting on a small machine let the database wait.
 */
const auditDelay = 1_000;
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
    const lost = new Set(verdict.unaudited);
    const unexplained = load.ledger.entries
      .filter(({ link }) => lost.has(link.jti))
      .filter(({ attempts }) => !attempts.some((attempt) => wasKilledAfter(attempt, done.moments)));
    expect(unexplained, 'audit rows lost without a kill').toEqual([]);
    const admitted = load.ledger.entries.filter(({ admissions }) => admissions.length > 0).length;
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

/** Whether the process that admitted was killed before it must have written the audit row. */
function wasKilledAfter({ outcome, port, at, ms }: Attempt, moments: Kills['moments']): boolean {
  if (outcome !== 'admitted') return false;
  return moments.some((kill) => kill.port === port && kill.at >= at && kill.at <= at + ms + auditDelay);
}
