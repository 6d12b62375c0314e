import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Deployment } from './deployment.ts';
import { recoveryOf } from './drive.ts';
import { expectSessionsHold } from './expectations.ts';
import type { Entry } from './ledger.ts';
import { startLoad } from './load.ts';
import { describeVerdict, keepResult, seconds } from './results.ts';
import { judge } from './verdict.ts';
import { redeem } from './viewer.ts';

/** Seconds of `iat` after a loss that are refused: 30 that a link may be ahead, and 10 by which clocks may differ. */
const window = 40;

/**
 * Drives load through a loss of used links. Every link that could have been redeemed before is refused with the time to
 * wait, whether it was or not, until none is left; links signed later than that are good.
 */
export async function expectLossNoticed(
  deployment: Deployment,
  fault: string,
  lose: (admissions: () => number) => Promise<void>,
): Promise<void> {
  const { instances, partner } = deployment;
  const ports = instances.map(({ port }) => port);
  const load = startLoad({ partner, ports: () => ports, rate: 8 });
  await delay(2_500);
  const began = Date.now() / 1_000;
  const beganAt = performance.now();
  await lose(() => load.ledger.entries.filter(({ admissions }) => admissions.length > 0).length);
  const [ended, endedAt] = [Date.now() / 1_000, performance.now()];

  const usedBefore = load.ledger.entries.filter(({ admissions }) => admissions.length > 0);
  // All links of before are tried again and again, and so are links of the future, whose time comes first.
  const future: Entry[] = [];
  const recoveryNow = (): number | undefined =>
    recoveryOf({ entries: load.ledger.entries.filter((entry) => !future.includes(entry)) }, endedAt);
  for (let turn = 0; turn < 45 && recoveryNow() === undefined; turn += 1) {
    const port = ports[turn % ports.length] ?? 0;
    await Promise.all(usedBefore.map((entry) => redeem(port, entry)));
    const entry = load.ledger.issue(partner.link(Math.floor(Date.now() / 1_000) + 29));
    future.push(entry);
    await redeem(port, entry);
    await delay(1_000);
  }
  const recovery = recoveryNow();
  await delay(1_000);
  await load.stop();

  const after = load.ledger.entries.flatMap(({ link, attempts }) =>
    attempts.filter(({ at }) => at > endedAt).map((attempt) => ({ ...attempt, iat: link.iat })),
  );
  if (process.env['INLAY_FAULTS_TRACE']) {
    for (const it of after.slice(0, 4000))
      console.log(
        ((it.at - endedAt) / 1000).toFixed(2),
        (it.iat - ended).toFixed(1),
        it.action,
        it.outcome,
        it.retryAfter,
        it.ms.toFixed(0),
        it.port,
      );
    console.log(instances.map((i) => i.log().slice(-3000)).join('\n'));
  }
  const verdict = await judge(load.ledger, partner, ports[0] ?? 0);
  const isOld = ({ issuedAt }: Entry): boolean => issuedAt < endedAt;
  const old = new Set(load.ledger.entries.filter(isOld).map(({ link }) => link.jti));
  const young = (jtis: readonly string[]): readonly string[] => jtis.filter((jti) => !old.has(jti));
  const [lostSessions, spentForNothing] = [young(verdict.lostSessions), young(verdict.spentForNothing)];
  expectSessionsHold({ ...verdict, lostSessions, spentForNothing });
  const admitted = after.filter(({ action, outcome }) => action === 'redeem' && outcome === 'admitted');
  const refused = after.filter(({ outcome }) => outcome === 'service_unavailable');
  // Whatever could have been redeemed at the loss, by a clock that is right, was not admitted afterwards.
  expect(Math.min(...admitted.map(({ iat }) => iat)), 'earliest iat admitted').toBeGreaterThan(began + 30);
  // Nothing is refused that the loss cannot concern: some seconds for noticing it, one for rounding.
  expect(Math.max(...refused.map(({ iat }) => iat)), 'latest iat refused').toBeLessThan(ended + window + 10);
  const waits = refused.map(({ retryAfter = 0 }) => retryAfter);
  expect(Math.min(...waits), 'shortest Retry-After').toBeGreaterThan(0);
  expect(Math.max(...waits), 'longest Retry-After').toBeLessThan(window + 10);
  const codes = after.map(({ outcome }) => outcome);
  const known = ['admitted', 'service_unavailable', 'jti_reused', 'token_expired', 'session_missing', 'timeout'];
  expect([...new Set(codes)].filter((code) => !known.includes(code))).toEqual([]);
  const firstFuture = future.find(({ admissions }) => admissions.length > 0);
  expect(firstFuture, 'a link signed for later').toBeDefined();
  keepResult({
    to: 'Redis',
    fault,
    during: `${refused.length} × 503; links of ${Math.round((firstFuture?.link.iat ?? 0) - began)} s later admitted ${seconds((firstFuture?.attempts.at(0)?.at ?? 0) - beganAt)} after the loss`,
    recovery: recovery === undefined ? '–' : seconds(recovery),
    ledger: `${describeVerdict(verdict)}; sessions of before are over`,
  });
}
