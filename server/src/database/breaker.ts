/** Remembers that a store is away, and finds out when it is back. */
export interface Breaker {
  /** Whether the store is known to be away: who comes now is refused at once, so that nobody queues up behind a fault. */
  readonly isOpen: boolean;
  /** Takes note that the store gave no answer, and asks it once more at once: it may have been slow alone. */
  open(): void;
  /** Ends the looking. */
  close(): void;
}

/** What a breaker needs. */
export interface BreakerOptions {
  /** Asks the store for any answer; throws where there is none. It must bound its own time. */
  readonly probe: () => Promise<void>;
  /** Milliseconds from one probe to the next. */
  readonly interval: number;
  /** Told each time the store is found to be away. */
  readonly onOpen?: () => void;
}

/** Makes a breaker, closed at first. */
export function createBreaker({ probe, interval, onOpen }: BreakerOptions): Breaker {
  let isOpen = false;
  let isEnded = false;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    timer = setTimeout(() => {
      void tryAgain();
    }, interval).unref();
  }

  async function tryAgain(): Promise<void> {
    try {
      await probe();
      isOpen = false;
    } catch {
      if (!isEnded) look();
    }
  }

  return {
    get isOpen() {
      return isOpen;
    },
    open() {
      if (isOpen || isEnded) return;
      isOpen = true;
      onOpen?.();
      void tryAgain();
    },
    close() {
      isEnded = true;
      clearTimeout(timer);
    },
  };
}
