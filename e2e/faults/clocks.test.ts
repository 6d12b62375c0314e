import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { drive } from '../src/faults/drive.ts';
import { expectAuditComplete, expectLedgerHolds, expectRecovered } from '../src/faults/expectations.ts';
import { createFakedClock } from '../src/faults/faked-clock.ts';
import { Ledger } from '../src/faults/ledger.ts';
import { describeResult, keepResult } from '../src/faults/results.ts';
import { judge } from '../src/faults/verdict.ts';
import { redeem } from '../src/faults/viewer.ts';

/** Two instances with one database; the clock of the second is set apart while they run. */
describe('clocks apart', () => {
  const clock = createFakedClock();
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await startDeployment({
      instances: 2,
      setUp: (index) => (index === 1 ? { environment: clock.environment } : {}),
    });
  });

  afterAll(async () => {
    await deployment.close();
    clock.close();
  });

  it.for([5, -5, 31, -31, 3_600, -3_600])(
    'A86: with a clock %i s apart, no link opens two sessions, and all is well when it is right again',
    async (apart) => {
      const seen = await drive(deployment, {
        begin: () => clock.set(apart),
        end: () => clock.set(0),
        closesAfter: 'never',
      });
      expectLedgerHolds(seen);
      expectAuditComplete(seen);
      expectRecovered(seen);
      const { jti_reused: _reused, ...others } = seen.refusals;
      // Five seconds are within the window of a link; beyond it, the instance that is wrong admits nobody.
      if (Math.abs(apart) === 5) expect(others).toEqual({});
      else expect(Object.keys(others)).toEqual(['token_expired']);
      keepResult(describeResult('Clocks', `one of two instances ${apart} s apart`, seen));
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
