import { InlayError } from '@inlay/shared';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { Recent } from '../recent.ts';
import type { RedisClient } from '../state/redis-connection.ts';

/**
 * Bounds how often somebody may do something in a minute. Counting is done in memory and told to the shared counter a
 * few times a second, so that no request waits for it: one process is exact, several together are late by that much.
 */
export interface RateLimit {
  /**
   * Throws `rate_limited` with the seconds to wait while `key` has used up its measure. A key that is a function is asked
   * for only where anybody was counted of late.
   */
  check(key: string | (() => string)): void;
  /** Counts one for `key`. */
  count(key: string): void;
}

/** Seconds after which a measure begins anew. */
const duration = 60;
/** Milliseconds between two tellings of the shared counter. */
const tellInterval = 200;

interface Counter {
  /** As the shared counter had it when it was told last. */
  total: number;
  untold: number;
  /** By the monotonic clock, in milliseconds. */
  resetsAt: number;
}

/** Makes a limit of `points` a minute. With `redis` all processes count together; while it is away, each for itself. */
export function createRateLimit(name: string, points: number, redis?: RedisClient): RateLimit {
  const alone = new RateLimiterMemory({ points, duration, keyPrefix: name });
  const shared: RateLimiterAbstract =
    redis === undefined
      ? alone
      : new RateLimiterRedis({
          storeClient: redis,
          points,
          duration,
          keyPrefix: `inlay:rate:${name}`,
          insuranceLimiter: alone,
          rejectIfRedisNotReady: true,
        });
  const counters = new Recent<string, Counter>(50_000);
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  /** When the last measure that was begun ends, by the monotonic clock: after that nobody has used up any. */
  let endsAt = 0;

  function counterOf(key: string): Counter {
    const now = performance.now();
    const known = counters.get(key);
    if (known !== undefined && now < known.resetsAt) return known;
    const counter = { total: 0, untold: 0, resetsAt: now + duration * 1000 };
    counters.set(key, counter);
    endsAt = Math.max(endsAt, counter.resetsAt);
    return counter;
  }

  async function tell(key: string): Promise<void> {
    const counter = counters.get(key);
    if (counter === undefined) return;
    const told = counter.untold;
    counter.untold = 0;
    const state = await shared.consume(key, told).catch((reason: unknown) => reason);
    // What could not be counted together was counted here.
    if (!(state instanceof RateLimiterRes)) return void (counter.total += told);
    counter.total = state.consumedPoints;
    counter.resetsAt = performance.now() + state.msBeforeNext;
    endsAt = Math.max(endsAt, counter.resetsAt);
  }

  function tellAll(): void {
    timer = undefined;
    for (const key of changed) void tell(key);
    changed.clear();
  }

  return {
    check(key) {
      if (performance.now() >= endsAt) return;
      const counter = counters.get(typeof key === 'string' ? key : key());
      if (counter === undefined || counter.total + counter.untold < points) return;
      const left = counter.resetsAt - performance.now();
      if (left > 0) throw new InlayError('rate_limited', { retryAfter: Math.max(1, Math.ceil(left / 1000)) });
    },
    count(key) {
      counterOf(key).untold += 1;
      changed.add(key);
      timer ??= setTimeout(tellAll, tellInterval).unref();
    },
  };
}
