import { expect, it } from 'vitest';
import { besideDeadline, timeLeft, underDeadline } from '../src/deadline.ts';

it('the time that a provider takes is not counted as the stores’', async () => {
  const deadline = { at: performance.now() + 1_000, isOver: false };
  await underDeadline(deadline, async () => {
    const before = timeLeft();
    const held = Promise.withResolvers<string>();
    setTimeout(held.resolve, 300, 'answered');
    expect(await besideDeadline(() => held.promise)).toBe('answered');
    expect(timeLeft()).toBeGreaterThan(before - 250);
    await expect(besideDeadline(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });
  expect(await besideDeadline(async () => timeLeft())).toBe(Number.POSITIVE_INFINITY);
});
