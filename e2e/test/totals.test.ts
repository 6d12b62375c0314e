import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addTotals, playwrightTotals, vitestTotals } from '../setup/totals.ts';

const folder = mkdtempSync(join(tmpdir(), 'inlay-totals-'));
const file = join(folder, 'report.json');

afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('totals', () => {
  it('are read from both runners’ reports and added up', () => {
    const vitest = vitestTotals(report({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 1 }), true);
    const browser = playwrightTotals(report({ stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 2 } }), true);
    expect(addTotals([vitest, browser])).toEqual({ passed: 12, failed: 0, skipped: 3, failures: [], flaky: [] });
  });

  it('count a test that passed only when tried again as passed, and name it with what it said at first', () => {
    const tests = [{ status: 'flaky', results: [{ errors: [{ message: 'too slow' }] }, {}] }];
    const suites = [{ specs: [{ file: 'gate.spec.ts', title: 'a gate opens', tests }] }];
    const stats = { expected: 5, unexpected: 0, flaky: 1, skipped: 0 };
    expect(playwrightTotals(report({ stats, suites }), true)).toEqual({
      passed: 6,
      failed: 0,
      skipped: 0,
      failures: [],
      flaky: ['gate.spec.ts: a gate opens\ntoo slow'],
    });
  });

  it('hold a failure where a run broke, ran nothing or left no report', () => {
    const passed = { numPassedTests: 7, numFailedTests: 0 };
    expect(vitestTotals(report(passed), false).failed).toBe(1);
    expect(vitestTotals(report({ numPassedTests: 0 }), true).failed).toBe(1);
    expect(vitestTotals(join(folder, 'absent.json'), true).failed).toBe(1);
    expect(playwrightTotals(join(folder, 'absent.json'), true).failed).toBe(1);
  });

  it('name what failed and say what it said', () => {
    const failed = {
      fullName: 'a door stays shut',
      status: 'failed',
      failureMessages: ['\u001B[31mit opened\u001B[0m'],
    };
    const passed = { fullName: 'a door opens', status: 'passed' };
    const testResults = [
      { name: '/some/where/door.test.ts', status: 'failed', assertionResults: [failed, passed] },
      { name: '/some/where/wall.test.ts', status: 'failed', message: 'no such file', assertionResults: [] },
    ];
    const vitest = vitestTotals(report({ numPassedTests: 1, numFailedTests: 1, testResults }), false);
    const tests = [{ status: 'unexpected', results: [{ errors: [{ message: 'too slow' }] }] }];
    const specs = [{ file: 'gate.spec.ts', title: 'a gate opens', tests }];
    const stats = { expected: 1, unexpected: 1, flaky: 0, skipped: 0 };
    const browser = playwrightTotals(report({ stats, suites: [{ suites: [{ specs }] }], errors: [] }), false);
    expect(addTotals([vitest, browser]).failures).toEqual([
      'door.test.ts: a door stays shut\nit opened',
      'wall.test.ts: could not be run\nno such file',
      'gate.spec.ts: a gate opens\ntoo slow',
    ]);
    const [broken] = vitestTotals(join(folder, 'absent.json'), true).failures;
    expect(broken).toBe('absent.json: the run itself failed: see above');
  });
});
