import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { watchBusyness } from './busy.ts';
import type { Deployment } from './deployment.ts';
import type { Attempt, Ledger } from './ledger.ts';
import { startLoad } from './load.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** A fault to drive load through. */
export interface Fault {
  readonly begin: () => unknown;
  /** Ends it: the moment from which recovery is counted is when this resolves. */
  readonly end: () => unknown;
  /** Milliseconds it stays; default 2,500. */
  readonly lasts?: number;
  /** Milliseconds of the fault after which nobody may be admitted; default: 0. `never` where it stays open. */
  readonly closesAfter?: number | 'never';
  /** New links a second; default 40. */
  readonly rate?: number;
  /** Milliseconds to wait for the first good admission after it; default 10,000. */
  readonly recoversWithin?: number;
  /** Ports of the instances that viewers are sent to; default: of all. */
  readonly ports?: () => readonly number[];
}

/** What was seen while and after a fault was there. */
export interface Observation {
  readonly verdict: Verdict;
  readonly requests: number;
  readonly admitted: number;
  /** Refusals during the fault, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Milliseconds that the slowest refusal during the fault took, giving up included. */
  readonly worstRefusal: number;
  /** 503 answers without the time to wait. */
  readonly withoutRetryAfter: number;
  /** Admissions that were asked for and given while the deployment had to be closed. */
  readonly admittedWhileClosed: number;
  /** Milliseconds from the end of the fault to the first admission of a link signed after it; `undefined`: none came. */
  readonly recovery: number | undefined;
  /** Most viewers who were waiting at one time. */
  readonly mostWaiting: number;
  /** Bytes by which the memory of an instance grew at most. */
  readonly growth: number;
  /** Milliseconds by which the driver itself was late at most: times that it took may be too long by as much. */
  readonly lag: number;
  /** By how much longer things took because the machine was busy with others: 1 where it was not. */
  readonly stretch: number;
}

/** Drives load through a fault and judges the ledger. */
export async function drive(deployment: Deployment, fault: Fault): Promise<Observation> {
  const { instances, partner } = deployment;
  const ports = fault.ports ?? (() => instances.map(({ port }) => port));
  const load = startLoad({ partner, ports, ...(fault.rate === undefined ? {} : { rate: fault.rate }) });
  await delay(1_000);
  const memory = watchMemory(deployment);
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const stretch = watchBusyness();
  await fault.begin();
  const began = performance.now();
  await delay(fault.lasts ?? 2_500);
  const ending = performance.now();
  await fault.end();
  const ended = performance.now();
  await recovered(load.ledger, ended, fault.recoversWithin ?? 10_000);
  await delay(500);
  await load.stop();
  lag.disable();
  const stretched = stretch();

  const attempts = load.ledger.attempts();
  const during = attempts.filter(({ at }) => at >= began && at < ending);
  const refused = during.filter(({ outcome, impatient }) => outcome !== 'admitted' && !impatient);
  const { closesAfter = 0 } = fault;
  const closedAt = closesAfter === 'never' ? Infinity : began + closesAfter;
  return {
    verdict: await judge(load.ledger, partner, ports()[0] ?? 0),
    requests: attempts.length,
    admitted: attempts.filter(isAdmission).length,
    refusals: countBy(refused.map(({ outcome }) => outcome)),
    worstRefusal: Math.max(0, ...refused.map(({ ms }) => ms)),
    withoutRetryAfter: attempts.filter(({ status, retryAfter }) => status === 503 && retryAfter === undefined).length,
    admittedWhileClosed: during.filter((it) => isAdmission(it) && it.at >= closedAt && it.at + it.ms <= ending).length,
    recovery: recoveryOf(load.ledger, ended),
    mostWaiting: load.mostWaiting(),
    growth: memory.stop(),
    lag: lag.max / 1e6,
    stretch: stretched,
  };
}

function isAdmission({ action, outcome }: Attempt): boolean {
  return action === 'redeem' && outcome === 'admitted';
}

/** Milliseconds from `since` to the first admission of a link that was signed later. */
export function recoveryOf({ entries }: Pick<Ledger, 'entries'>, since: number): number | undefined {
  const times = entries
    .filter(({ issuedAt }) => issuedAt >= since)
    .flatMap(({ attempts }) => attempts.filter(isAdmission).map(({ at, ms }) => at + ms - since));
  return times.length === 0 ? undefined : Math.min(...times);
}

async function recovered(ledger: Ledger, since: number, within: number): Promise<void> {
  while (recoveryOf(ledger, since) === undefined && performance.now() - since < within) await delay(20);
}

/** Follows the memory of the instances; `stop` answers by how many bytes one of them grew at most. */
function watchMemory({ instances }: Deployment): { stop(): number } {
  const sizes = (): readonly number[] =>
    instances.map((instance) => (instance.isListening() ? instance.residentBytes() : 0));
  const start = sizes();
  let growth = 0;
  const timer = setInterval(() => {
    for (const [index, size] of sizes().entries()) growth = Math.max(growth, size - (start[index] ?? size));
  }, 250);
  return {
    stop() {
      clearInterval(timer);
      return growth;
    },
  };
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
