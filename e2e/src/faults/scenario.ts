import type { Deployment } from './deployment.ts';
import { drive } from './drive.ts';
import type { Fault, Observation } from './drive.ts';
import { expectFailedClosed } from './expectations.ts';
import type { NetworkFault } from './fault-proxy.ts';
import { describeResult, keepResult } from './results.ts';

/** A fault of the suite: what happens, and what must hold. */
export interface Scenario {
  /** Name of its test, a sentence. */
  readonly title: string;
  /** Its name in the table of results. */
  readonly fault: string;
  readonly of: (deployment: Deployment) => Fault;
  /** Default: nobody is admitted and everything else holds, too. */
  readonly expect?: (seen: Observation) => void;
  /** What the table says besides. */
  readonly remark?: string;
}

/** Drives load through a scenario, checks what must hold, and keeps its row for the table. */
export async function expectToSurvive(deployment: Deployment, to: string, scenario: Scenario): Promise<void> {
  const seen = await drive(deployment, scenario.of(deployment));
  const check = scenario.expect ?? expectFailedClosed;
  check(seen);
  keepResult(describeResult(to, scenario.fault, seen, scenario.remark));
}

/** A fault of the network between the instances and one of their stores. */
export function network(store: 'postgresProxy' | 'redisProxy', fault: NetworkFault, more: Partial<Fault> = {}) {
  return (deployment: Deployment): Fault => ({
    begin: () => deployment[store].set(fault),
    end: () => deployment[store].set(undefined),
    ...more,
  });
}
