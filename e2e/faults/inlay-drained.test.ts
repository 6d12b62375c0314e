import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { expectSessionsHold } from '../src/faults/expectations.ts';
import { startLoad } from '../src/faults/load.ts';
import { describeVerdict, keepResult, seconds } from '../src/faults/results.ts';
import { judge } from '../src/faults/verdict.ts';

describe('Inlay told to end', () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await startDeployment({ instances: 3 });
  });

  afterAll(() => deployment.close());

  it('SIGTERM under load: requests under way are answered, the end comes within 10 s with status 0, the audit is whole', async () => {
    const { instances, partner } = deployment;
    const draining = new Set<number>();
    const ports = (): readonly number[] => instances.map(({ port }) => port).filter((port) => !draining.has(port));
    const load = startLoad({ partner, ports, rate: 40 });
    const ends: { status: number | null; ms: number; port: number; toldAt: number }[] = [];
    await delay(1_000);
    for (const instance of [...instances, ...instances]) {
      // A load balancer learns of it with some delay: the first tenth of a second still brings requests.
      const toldAt = performance.now();
      const ending = instance.terminate();
      setTimeout(() => draining.add(instance.port), 100);
      ends.push({ ...(await ending), port: instance.port, toldAt });
      draining.add(instance.port);
      await instance.start();
      draining.delete(instance.port);
      await delay(300);
    }
    await load.stop();

    const verdict = await judge(load.ledger, partner, ports()[0] ?? 0);
    expectSessionsHold(verdict);
    expect(verdict.unaudited, 'audit rows lost').toEqual([]);
    expect(ends.map(({ status }) => status)).toEqual(ends.map(() => 0));
    expect(Math.max(...ends.map(({ ms }) => ms)), 'slowest end').toBeLessThan(10_000);
    const attempts = load.ledger.attempts();
    const why = instances.flatMap((instance) => instance.log().split('\n').filter(isTrouble)).slice(0, 20);
    expect(
      attempts.filter(({ status }) => (status ?? 0) >= 500),
      why.join('\n'),
    ).toEqual([]);
    const underWay = attempts.filter(({ at, ms, port }) =>
      ends.some((end) => end.port === port && at < end.toldAt && at + ms > end.toldAt),
    );
    expect(underWay.filter(({ outcome, impatient }) => outcome === 'unreachable' && !impatient)).toEqual([]);
    keepResult({
      to: 'Inlay',
      fault: `SIGTERM under load, ${ends.length} times`,
      during: `status 0, the slowest end after ${seconds(Math.max(...ends.map(({ ms }) => ms)))}; no 5xx`,
      recovery: '–',
      ledger: describeVerdict(verdict),
    });
  });
});

/** Whether a line of an instance's log tells of something that is out of order. */
function isTrouble(line: string): boolean {
  return /"level":"(?:warn|error|fatal)"|service_unavailable/.test(line);
}
