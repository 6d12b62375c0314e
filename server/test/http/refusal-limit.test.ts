import { InlayError } from '@inlay/shared';
import { expect, it } from 'vitest';
import { createRefusalLimit } from '../../src/http/refusal-limit.ts';

it.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['192.0.2.1', '::ffff:192.0.2.1', true],
  ['192.0.2.1', '192.0.2.2', false],
])('A69: what %s did counts for %s: %s', async (one, other, same) => {
  const limit = createRefusalLimit(1);
  await limit.count(one);
  const refused = await limit.check(other).then(
    () => false,
    (error: unknown) => error instanceof InlayError && error.code === 'rate_limited',
  );
  expect(refused).toBe(same);
});
