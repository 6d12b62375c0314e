import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How many tests of a suite went which way. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Every failed test by its file and name, with the beginning of what it said. */
  readonly failures: readonly string[];
  /** Every test that passed only when it was tried again, in the same form. */
  readonly flaky: readonly string[];
}

/** What is read of Vitest's JSON report. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file could not be run. */
    readonly message?: string;
    readonly assertionResults?: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** What is read of Playwright's JSON report. */
interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; skipped: number };
  readonly suites: readonly PlaywrightSuite[];
  /** What failed outside of any test. */
  readonly errors: readonly PlaywrightError[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly file: string;
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly errors?: readonly PlaywrightError[] }[];
    }[];
  }[];
}

interface PlaywrightError {
  readonly message?: string;
}

/** Characters of a failure's message that are told again at the end. */
const messageMax = 600;

/** Reads the totals of Vitest's JSON report. A run that did not succeed counts at least one failure. */
export function vitestTotals(file: string, succeeded: boolean): Totals {
  const report = read<VitestReport>(file);
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report;
  const failures = (report.testResults ?? []).flatMap(({ name, status, message = '', assertionResults = [] }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [told(basename(name), 'could not be run', message)];
    return failed.map((test) => told(basename(name), test.fullName, test.failureMessages?.[0]));
  });
  const skipped = numPendingTests + numTodoTests;
  return honest(file, { passed: numPassedTests, failed: numFailedTests, skipped, failures, flaky: [] }, succeeded);
}

/** Reads the totals of Playwright's JSON report. A test that passed only when tried again counts as passed, and is named. */
export function playwrightTotals(file: string, succeeded: boolean): Totals {
  const report = read<PlaywrightReport>(file);
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats ?? {};
  const failures = [
    ...(report.errors ?? []).map(({ message }) => told('browser', 'outside of any test', message)),
    ...(report.suites ?? []).flatMap((suite) => named(suite, 'unexpected')),
  ];
  const triedAgain = (report.suites ?? []).flatMap((suite) => named(suite, 'flaky'));
  const totals = { passed: expected + flaky, failed: unexpected, skipped, failures, flaky: triedAgain };
  return honest(file, totals, succeeded);
}

/** The sum of several totals. */
export function addTotals(all: readonly Totals[]): Totals {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
    failures: all.flatMap(({ failures }) => failures),
    flaky: all.flatMap(({ flaky }) => flaky),
  };
}

function named({ suites = [], specs = [] }: PlaywrightSuite, wanted: 'unexpected' | 'flaky'): string[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === wanted)
      .map(({ results }) => told(file, title, results.flatMap(({ errors = [] }) => errors)[0]?.message)),
  );
  return [...own, ...suites.flatMap((suite) => named(suite, wanted))];
}

/** A file that could not be loaded, a crash or an empty suite fails a run without any failed test. */
function honest(file: string, totals: Totals, succeeded: boolean): Totals {
  if (succeeded && totals.passed > 0) return totals;
  const { failed, failures } = totals;
  return {
    ...totals,
    failed: Math.max(failed, 1),
    failures: failures.length > 0 ? failures : [told(basename(file), 'the run itself failed: see above')],
  };
}

function told(file: string, name: string, message = ''): string {
  return `${file}: ${name}\n${stripVTControlCharacters(message).trim().slice(0, messageMax)}`.trimEnd();
}

function read<T>(file: string): Partial<T> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : {};
}
