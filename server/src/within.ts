/** What `within` answers where the time is up. */
export const timeUp = Symbol('time up');

/**
 * Waits for `promise` for at most `milliseconds`. What comes later, an error too, is passed over. A process that had to
 * pause, as on a machine that is busy, finds its timers due before it reads what came meanwhile: it reads that first.
 */
export async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | typeof timeUp> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof timeUp>((resolve) => {
    timer = setTimeout(() => setImmediate(resolve, timeUp), milliseconds);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
