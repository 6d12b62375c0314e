import ipaddr from 'ipaddr.js';
import type { RedisClient } from '../state/redis-connection.ts';
import { createRateLimit } from './rate-limit.ts';
import type { RateLimit } from './rate-limit.ts';
import { remembered } from './remembered.ts';

/** Measures a minute. */
export interface RateLimitSettings {
  readonly perAddress: number;
  readonly perApiKey: number;
  readonly perVendor: number;
}

/** Every limit there is. */
export interface RateLimits {
  /**
   * Requests of one address that nobody vouched for: links refused before their signature held, or of more than five
   * minutes ago, and API keys that are none. Whoever has a signed link of this minute is not counted, so that an office
   * behind one address is not locked out; a link's own time bounds what can be done with it.
   */
  readonly address: RateLimit;
  /** Requests by one API key. */
  readonly apiKey: RateLimit;
  /** Requests by a vendor's API keys, and redemptions of its links. */
  readonly vendor: RateLimit;
  /** Attempts of a customer's people to have credentials checked, so that Inlay is no tool for guessing them. */
  readonly attempts: RateLimit;
}

/** Attempts at credentials that a customer has in a minute. */
export const attemptsPerMinute = 30;

export function createRateLimits(settings: RateLimitSettings, redis?: RedisClient): RateLimits {
  const address = createRateLimit('address', settings.perAddress, redis);
  return {
    address: {
      check: (key) => address.check(() => holderOf(typeof key === 'string' ? key : key())),
      count: (text) => address.count(holderOf(text)),
    },
    apiKey: createRateLimit('api-key', settings.perApiKey, redis),
    vendor: createRateLimit('vendor', settings.perVendor, redis),
    attempts: createRateLimit('attempts', attemptsPerMinute, redis),
  };
}

/** Who is counted: an IPv4 address; of IPv6 the network of 64 bits, whose addresses one subscriber has all to itself. */
const holderOf = remembered((address) => {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return 'parts' in parsed ? `${parsed.parts.slice(0, 4).join(':')}/64` : parsed.toString();
}, 10_000);
