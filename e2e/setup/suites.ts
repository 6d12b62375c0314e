/**
 * Runs test suites one after the other, whatever becomes of each, and ends with what failed and one line of totals. The argument says
 * which: `unit` for the quick ones that need no browser and no other program, `all` for every one.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addTotals, playwrightTotals, vitestTotals } from './totals.ts';
import type { Totals } from './totals.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = join(root, 'test-results');
const require = createRequire(import.meta.url);
/** Tests that take seconds each, and those that need PostgreSQL, are named so. */
const slow = '**/*.{slow,contract}.test.ts';

/** The quick suites share what they import between files; the whole run keeps every file to itself. */
const quick = ['--no-isolate', '--exclude', slow];

const unit = ['shared', 'server', 'widget', 'bench'].map((folder) => () => vitest(folder, quick));
const whole = ['shared', 'server', 'widget', 'bench', 'e2e'].map((folder) => () => vitest(folder));
const all = [...whole, faults, browser];
const suites = { unit, all }[process.argv[2] ?? ''];
if (suites === undefined) throw new Error('say which suites to run: unit or all');

rmSync(results, { recursive: true, force: true });
mkdirSync(results);
const { passed, failed, skipped, failures, flaky } = addTotals(suites.map((run) => run()));
for (const test of flaky) console.log(`passed only when tried again: ${test}\n`);
for (const failure of failures) console.log(`failed: ${failure}\n`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (failed > 0 || passed === 0) process.exitCode = 1;

function vitest(folder: string, words: readonly string[] = [], name = folder, env = {}): Totals {
  const program = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const file = join(results, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return vitestTotals(file, runs(folder, [program, 'run', ...reporters, ...words], env));
}

/** The fault suite and a slice of the soak; fails also where docs/reliability.md lists other faults than it survived. */
function faults(): Totals {
  // Its times hold on a machine that does nothing else. Here they are looser, and a scenario whose times a busy machine
  // spoilt is tried again; one whose ledger does not hold is not.
  const env = { INLAY_FAULTS_TABLE: 'compare', INLAY_FAULTS_PATIENCE: '5', INLAY_FAULTS_RETRIES: '2' };
  return vitest('e2e', ['--config', 'vitest.faults.config.ts', '--maxWorkers=2'], 'faults', env);
}

function browser(): Totals {
  const file = join(results, 'browser.json');
  // What a busy machine spoilt is tried once more, and told at the end.
  const words = [require.resolve('@playwright/test/cli'), 'test', '--reporter=list,json', '--retries=1'];
  return playwrightTotals(file, runs('e2e', words, { PLAYWRIGHT_JSON_OUTPUT_FILE: file }));
}

/** Runs a program of Node in a folder of the repository, in sight, and says whether it succeeded. */
function runs(folder: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const cwd = join(root, folder);
  return spawnSync(process.execPath, words, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' }).status === 0;
}
