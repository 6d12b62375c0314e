import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { counterDefinitions, gaugeDefinitions, histogramDefinitions } from '../../src/metrics/definitions.ts';
import type { MetricDefinition } from '../../src/metrics/definitions.ts';

const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

/** The rows of the page's tables, cells without padding. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

it('docs/operations.md lists every metric with its labels and what it says, and no other', () => {
  const described: Record<string, Record<string, MetricDefinition>> = {
    gauge: gaugeDefinitions,
    counter: counterDefinitions,
    histogram: histogramDefinitions,
  };
  const expected = Object.entries(described).flatMap(([type, definitions]) =>
    Object.values(definitions).map(({ name, labels, help }) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]),
  );
  expect(rows.filter(([name = '']) => name.startsWith('`inlay_'))).toEqual(expected);
});

it('docs/operations.md explains the reasons of /health/ready in the words that it gives', () => {
  const sources = ['health/readiness.ts', 'state/beating-guard.ts'].map((name) =>
    readFileSync(new URL(`../../src/${name}`, import.meta.url), 'utf8'),
  );
  const start = rows.findIndex(([, says]) => says === 'it says');
  const told = rows.slice(start + 2, start + 13).map(([, says = '']) => says.replace(/ (?:\(…\)|\d+ s)$/, ''));
  expect(told.at(-1)).toBe('may not know of used links');
  expect(told.filter((text) => !sources.join('').includes(text))).toEqual([]);
});

it('docs/operations.md lists every setting that is read, and no other', () => {
  const config = readFileSync(new URL('../../src/config.ts', import.meta.url), 'utf8');
  const read = new Set(config.match(/(?<=')INLAY_[A-Z_]+(?=')/g));
  const documented = new Set(
    rows.flatMap(([name = '']) => name.match(/^`INLAY_[A-Z_`, ]+$/)?.[0].match(/INLAY_[A-Z_]+/g) ?? []),
  );
  expect([...documented].toSorted()).toEqual([...read].toSorted());
});
