import { InlayError } from '@inlay/shared';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Bounds how often one address may come with links that nobody signed. */
export interface RefusalLimit {
  /** Throws `rate_limited` with the seconds to wait while the address is over its measure. */
  check(address: string): Promise<void>;
  /** Counts one refusal. */
  count(address: string): Promise<void>;
}

/** Refusals an address may earn in a minute before it has to wait for the minute to end. */
export const refusalsPerMinute = 3_000;

/**
 * Counts only links refused before their signature held: whoever has a signed link is the vendor's to bound, and a whole
 * office behind one address is not locked out by its own traffic.
 */
export function createRefusalLimit(points: number = refusalsPerMinute): RefusalLimit {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return {
    async check(address) {
      const state = await limiter.get(holderOf(address));
      if (state !== null && state.remainingPoints <= 0) throw limited(state);
    },
    async count(address) {
      await limiter.consume(holderOf(address)).catch((reason: unknown) => {
        if (!(reason instanceof RateLimiterRes)) throw reason;
      });
    },
  };
}

/** Who is counted: an IPv4 address; of IPv6 the network of 64 bits, whose addresses one subscriber has all to itself. */
function holderOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return 'parts' in parsed ? `${parsed.parts.slice(0, 4).join(':')}/64` : parsed.toString();
}

function limited(state: RateLimiterRes): InlayError {
  return new InlayError('rate_limited', { retryAfter: Math.max(1, Math.ceil(state.msBeforeNext / 1000)) });
}
