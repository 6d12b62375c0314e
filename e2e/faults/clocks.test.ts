import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { drive } from '../src/faults/drive.ts';
import { expectAuditComplete, expectLedgerHolds, expectRecovered } from '../src/faults/expectations.ts';
import { createFakedClock } from '../src/faults/faked-clock.ts';
import { Ledger } from '../src/faults/ledger.ts';
import { describeResult, keepResult } from '../src/faults/results.ts';
import { judge } from '../src/faults/verdict.ts';
import { redeem } from '../src/faults/viewer.ts';

/** Two instances; the clock of the second is set apart while they run. */
describe.for(['with Redis', 'without Redis'])('clocks apart, %s', (engine) => {
  const clock = createFakedClock();
  let redis: TestRedis | undefined;
  let deployment: Deployment;

  beforeAll(async () => {
    redis = engine === 'with Redis' ? await startRedis() : undefined;
    deployment = await startDeployment({
      redis,
      setUp: (index) => (index === 1 ? { environment: clock.environment } : {}),
    });
  });

  afterAll(async () => {
    await deployment.close();
    await redis?.close();
    clock.close();
  });

  /**
   * Within its window a link is good; beyond it, and where Redis's clock differs too much, the wrong one admits nobody.
   * A link is signed in whole seconds and takes time: at 31 s some are within the window.
   */
  function refusalsOf(apart: number): readonly string[] {
    const isSkewed = engine === 'with Redis' && Math.abs(apart) > 10;
    return [
      ...(Math.abs(apart) > 30 ? ['token_expired'] : []),
      ...(isSkewed && Math.abs(apart) < 32 ? ['service_unavailable'] : []),
    ];
  }

  it.for([5, -5, 15, -15, 31, -31, 3_600, -3_600])(
    'A86: with a clock %i s apart, no link opens two sessions, and all is well when it is right again',
    async (apart) => {
      const seen = await drive(deployment, {
        begin: () => clock.set(apart),
        end: () => clock.set(0),
        closesAfter: 'never',
        lasts: 1_500,
      });
      expectLedgerHolds(seen);
      expectAuditComplete(seen);
      expectRecovered(seen);
      const { jti_reused: _reused, ...others } = seen.refusals;
      expect(refusalsOf(apart)).toEqual(expect.arrayContaining(Object.keys(others)));
      expect(Object.keys(others).length > 0, 'refusals').toBe(refusalsOf(apart).length > 0);
      keepResult(describeResult(`Clocks, ${engine}`, `one of two instances ${apart} s apart`, seen));
    },
  );

  it('A03 A86: links of any age, used where the clock is right, are not admitted where it makes them young again', async () => {
    const { partner, instances } = deployment;
    const [right, wrong] = instances.map(({ port }) => port);
    const ledger = new Ledger();
    const now = Math.floor(Date.now() / 1_000);
    const entries = [-29, -15, 0, 15, 29].map((age) => ledger.issue(partner.link(now + age)));
    for (const entry of entries) expect(await redeem(right ?? 0, entry)).toMatchObject({ outcome: 'admitted' });
    for (const apart of [-31, -15, 15, 31, 45, -45]) {
      clock.set(apart);
      await delay(50);
      for (const entry of entries) expect((await redeem(wrong ?? 0, entry)).outcome).not.toBe('admitted');
    }
    clock.set(0);
    await delay(50);
    const verdict = await judge(ledger, partner, right ?? 0);
    expect(verdict).toMatchObject({ twice: [], manySessions: [], lostSessions: [] });
  });
});
