import { expect, it } from 'vitest';
import { quietest, stolenTime } from '../src/stolen-time.ts';

it('reads what was stolen from all processors together', () => {
  const stat = 'cpu  6719906 250791 1602232 5329437 29877 0 138643 445772 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n';
  expect(stolenTime(stat)).toBe(4_457_720);
  expect(stolenTime('cpu  1 2 3 4\n')).toBe(0);
  expect(stolenTime('')).toBe(0);
});

it('reads it of this machine, where it only grows', () => {
  const before = stolenTime();
  expect(before).toBeGreaterThanOrEqual(0);
  expect(stolenTime()).toBeGreaterThanOrEqual(before);
});

it('takes the half of the rounds in which least was stolen, in their order', () => {
  const rounds = [50, 10, 40, 20, 30].map((stolen) => ({ stolen }));
  expect(quietest(rounds).map(({ stolen }) => stolen)).toEqual([10, 20, 30]);
  expect(quietest(rounds.slice(0, 4)).map(({ stolen }) => stolen)).toEqual([10, 20]);
});

it('takes all rounds where nothing was stolen', () => {
  const rounds = [0, 0, 0].map((stolen, index) => ({ stolen, index }));
  expect(quietest(rounds)).toEqual(rounds);
  expect(quietest([])).toEqual([]);
});
