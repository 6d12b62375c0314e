/** Time and chance, apart from the code that uses them, so that tests own both. */
export interface Clock {
  /** Wall-clock time in milliseconds: it runs on while the machine sleeps. */
  now(): number;
  /** A number from 0 up to 1. */
  random(): number;
  /** Calls `task` once, `delay` milliseconds from now; returns what prevents it. */
  after(delay: number, task: () => void): () => void;
}

/** The browser's. */
export const browserClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(delay, task) {
    const id = setTimeout(task, delay);
    return () => clearTimeout(id);
  },
};
