import { AsyncLocalStorage } from 'node:async_hooks';

/** Until when a request must have its answer. It binds until the answer is on its way, and nothing after that. */
export interface Deadline {
  /** By the process's own steady clock (`performance.now()`). */
  at: number;
  isOver: boolean;
}

const current = new AsyncLocalStorage<Deadline>();

/**
 * Runs `work` under a deadline: whatever it asks of a store, in whatever depth, looks at the time left. So the several
 * statements of one request stay within its time together, and none is begun that could not end in it.
 */
export function underDeadline<T>(deadline: Deadline, work: () => T): T {
  return current.run(deadline, work);
}

/** Milliseconds the request under way has left; infinite outside of requests, as for timers that one of them set. */
export function timeLeft(): number {
  const deadline = current.getStore();
  return deadline === undefined || deadline.isOver ? Number.POSITIVE_INFINITY : deadline.at - performance.now();
}

/** Does what no store has to do with, such as asking a provider: the time that it takes is not counted as the stores'. */
export async function besideDeadline<T>(work: () => Promise<T>): Promise<T> {
  const deadline = current.getStore();
  const startedAt = performance.now();
  try {
    return await work();
  } finally {
    if (deadline !== undefined) deadline.at += performance.now() - startedAt;
  }
}
