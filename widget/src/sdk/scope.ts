/** What lives as long as a frame: its listeners and timers, which end together. */
export interface Scope {
  /** Listens; returns what ends the listening. */
  readonly listen: (target: EventTarget, type: string, listener: (event: never) => void) => () => void;
  /** Calls `task` once, `delay` milliseconds from now; returns what prevents it. */
  readonly after: (delay: number, task: () => void) => () => void;
  readonly end: () => void;
  readonly ended: boolean;
}

/** Opens a scope. After its end nothing that began in it happens any more. */
export function createScope(): Scope {
  const ending = new AbortController();
  const { signal } = ending;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  return {
    listen(target, type, listener) {
      target.addEventListener(type, listener as EventListener, { signal });
      return () => target.removeEventListener(type, listener as EventListener);
    },
    after(delay, task) {
      const cancel = () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
      const timer = setTimeout(() => {
        cancel();
        if (!signal.aborted) task();
      }, delay);
      timers.add(timer);
      return cancel;
    },
    end() {
      ending.abort();
      timers.forEach(clearTimeout);
    },
    get ended() {
      return signal.aborted;
    },
  };
}
