import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstMembers } from '../../src/http/list-header.ts';
import { localeOf } from '../../src/http/locale.ts';

it('a header that lists what is taken counts up to 512 characters, in whole members', () => {
  const members = fc.array(
    fc.string({ maxLength: 60 }).map((text) => text.replaceAll(',', '')),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(members, (list) => {
      // The longest beginning of the list that fits.
      const beginnings = list.map((_, index) => list.slice(0, index + 1).join(','));
      expect(firstMembers(list.join(','))).toBe(beginnings.findLast(({ length }) => length <= 512) ?? '');
    }),
  );
  expect(firstMembers('x'.repeat(600))).toBe('');
});

it('a language is chosen of the first ones of a list without end', () => {
  expect(localeOf({ 'accept-language': `de,${'xx,'.repeat(5_000)}` })).toBe('de');
  expect(localeOf({ 'accept-language': 'x'.repeat(15_000) })).toBe('en');
});
