import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Observation } from './drive.ts';

/** One row of the table of results. */
export interface Result {
  /** What it happened to, such as `Redis`. */
  readonly to: string;
  readonly fault: string;
  /** What was seen while it was there. */
  readonly during: string;
  readonly recovery: string;
  /** What the ledger said. */
  readonly ledger: string;
}

/** Where a run keeps its rows. */
export const resultsFolder = fileURLToPath(new URL('../../../test-results/faults', import.meta.url));

/** Keeps a row for the table. To be called when a scenario's expectations have held. */
export function keepResult(result: Result): void {
  mkdirSync(resultsFolder, { recursive: true });
  const name = encodeURIComponent(`${result.to}: ${result.fault}`);
  writeFileSync(join(resultsFolder, `${name}.json`), JSON.stringify(result));
}

/** Keeps numbers that somebody may want to look at more closely, beside the rows. */
export function keepSamples(name: string, samples: unknown): void {
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, '..', `${name}.json`), JSON.stringify(samples));
}

/** All rows of this run, in the order of the alphabet; numbers in theirs. */
export function readResults(): readonly Result[] {
  mkdirSync(resultsFolder, { recursive: true });
  const { compare } = new Intl.Collator('en', { numeric: true });
  return readdirSync(resultsFolder)
    .map((name) => JSON.parse(readFileSync(join(resultsFolder, name), 'utf8')) as Result)
    .toSorted((a, b) => compare(a.to, b.to) || compare(a.fault, b.fault));
}

/** Describes what was seen of a fault, in the words of the table. */
export function describeResult(to: string, fault: string, seen: Observation, remark?: string): Result {
  const { worstRefusal, recovery, verdict } = seen;
  // What is refused because it was used is refused at any time.
  const { service_unavailable: refused = 0, jti_reused: _reused, ...others } = seen.refusals;
  const during = [
    refused === 0 ? 'nobody turned away' : `${refused} × 503, the slowest after ${seconds(worstRefusal)}`,
    ...Object.entries(others).map(([code, count]) => `${count} × ${code}`),
    ...(remark === undefined ? [] : [remark]),
  ];
  return {
    to,
    fault,
    during: during.join('; '),
    recovery: recovery === undefined ? '–' : seconds(recovery),
    ledger: describeVerdict(verdict),
  };
}

/** The ledger's word, for the table. */
export function describeVerdict({ links, replayed, twice, lostSessions, unaudited }: Observation['verdict']): string {
  const audit = unaudited.length === 0 ? 'audit whole' : `${unaudited.length} audit rows lost`;
  return `${links} links, ${replayed} tried again: ${twice.length} twice, ${lostSessions.length} sessions lost, ${audit}`;
}

/** Milliseconds as seconds, for people. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 9_950 ? 2 : 0)} s`;
}
