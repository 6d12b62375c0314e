import { InlayError } from '@inlay/shared';
import { expect, it } from 'vitest';
import { createRateLimit } from '../../src/http/rate-limit.ts';
import type { RateLimit } from '../../src/http/rate-limit.ts';
import { createRateLimits } from '../../src/http/rate-limits.ts';

const isRefused = (limit: RateLimit, key: string): boolean => {
  try {
    limit.check(key);
    return false;
  } catch (error) {
    return error instanceof InlayError && error.code === 'rate_limited' && (error.retryAfter ?? 0) > 0;
  }
};

it.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['192.0.2.1', '::ffff:192.0.2.1', true],
  ['192.0.2.1', '192.0.2.2', false],
])('A69: what %s did counts for %s: %s', (one, other, same) => {
  const { address } = createRateLimits({ perAddress: 1, perApiKey: 1, perVendor: 1 });
  address.count(one);
  expect(isRefused(address, other)).toBe(same);
});

it('refuses at once what is over the measure, and each key has its own', () => {
  const limit = createRateLimit('own', 3);
  for (let times = 0; times < 3; times += 1) {
    expect(isRefused(limit, 'a')).toBe(false);
    limit.count('a');
  }
  expect(isRefused(limit, 'a')).toBe(true);
  expect(isRefused(limit, 'b')).toBe(false);
});
