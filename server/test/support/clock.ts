import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock {
  readonly now: Clock;
  /** Moves on by `milliseconds`, or back where they are negative. */
  advance(milliseconds: number): void;
  set(milliseconds: number): void;
}

/** Makes a clock that starts at a round moment, so that seconds in tokens come out even. */
export function createTestClock(start = Date.UTC(2026, 0, 15, 12)): TestClock {
  let time = start;
  return {
    now: () => time,
    advance: (milliseconds) => void (time += milliseconds),
    set: (milliseconds) => void (time = milliseconds),
  };
}
