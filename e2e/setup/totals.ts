import { existsSync, readFileSync } from 'node:fs';

/** How many tests of a suite went which way. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type Counts = Readonly<Record<string, number>>;

/** Reads the totals of Vitest's JSON report. A run that did not succeed counts at least one failure. */
export function vitestTotals(file: string, succeeded: boolean): Totals {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = read<Counts>(file);
  return honest({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }, succeeded);
}

/** Reads the totals of Playwright's JSON report. A test that passed only when tried again counts as failed. */
export function playwrightTotals(file: string, succeeded: boolean): Totals {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read<{ readonly stats: Counts }>(file).stats ?? {};
  return honest({ passed: expected, failed: unexpected + flaky, skipped }, succeeded);
}

/** The sum of several totals. */
export function addTotals(all: readonly Totals[]): Totals {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
  };
}

/** A file that could not be loaded, a crash or an empty suite fails a run without any failed test. */
function honest(totals: Totals, succeeded: boolean): Totals {
  const broke = !succeeded || totals.passed === 0;
  return { ...totals, failed: broke ? Math.max(totals.failed, 1) : totals.failed };
}

function read<T>(file: string): Partial<T> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : {};
}
