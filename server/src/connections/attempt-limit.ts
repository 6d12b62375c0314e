import { InlayError } from '@inlay/shared';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Bounds how often a customer's people may have credentials tried, so that Inlay is no tool for guessing them. */
export interface AttemptLimit {
  /** Counts one attempt. Throws `rate_limited` with the seconds to wait. */
  consume(customerId: string): Promise<void>;
}

/** Attempts a customer has in a minute. */
export const attemptsPerMinute = 30;

export function createAttemptLimit(points: number = attemptsPerMinute): AttemptLimit {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return {
    async consume(customerId) {
      try {
        await limiter.consume(customerId);
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        throw new InlayError('rate_limited', { retryAfter: Math.max(1, Math.ceil(reason.msBeforeNext / 1000)) });
      }
    },
  };
}
