import { expect, it } from 'vitest';
import { together } from '../src/together.ts';

it('hands over at once, in order, what came up to the turn of the schedule', () => {
  const turns: (() => void)[] = [];
  const handed: (readonly number[])[] = [];
  const add = together<number>(
    (items) => {
      handed.push(items);
      // What comes up meanwhile is for the next time.
      if (items.includes(2)) add(4);
    },
    (run) => turns.push(run),
  );
  [1, 2, 3].forEach((item) => add(item));
  expect(handed).toEqual([]);
  turns.shift()?.();
  expect(handed).toEqual([[1, 2, 3]]);
  turns.shift()?.();
  expect(handed).toEqual([[1, 2, 3], [4]]);
  expect(turns).toEqual([]);
});
