import { InlayError } from '@inlay/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAudience, checkTime, readIat, readJti } from '../../src/direct-links/claims.ts';
import { linkKey } from '../../src/direct-links/link-key.ts';
import { parseSubject } from '../../src/direct-links/subject.ts';

const now = Date.UTC(2026, 0, 15, 12);
const seconds = now / 1000;

function codeOf(action: () => unknown): string {
  try {
    action();
    return 'taken';
  } catch (error) {
    return error instanceof InlayError ? error.code : String(error);
  }
}

const claim = (name: string, value: unknown) => new Map([[name, value]]);

describe('iat', () => {
  it.each(['1', true, [1], {}, null, 1.5, JSON.parse('1e400'), Number.NaN, 2 ** 60])('A07: refuses %j', (iat) => {
    expect(codeOf(() => readIat(claim('iat', iat)))).toBe('iat_invalid');
  });

  it('A07: tells a missing one from an invalid one', () => {
    expect(codeOf(() => readIat(new Map()))).toBe('iat_missing');
  });

  it.each([
    [0, 'taken'],
    [29, 'taken'],
    [30, 'taken'],
    [31, 'token_expired'],
    [-30, 'taken'],
    [-31, 'token_expired'],
    [seconds + 1, 'token_expired'],
    [seconds - seconds * 1000, 'token_expired'],
  ])('A08: an age of %d s is %s', (age, expected) => {
    expect(codeOf(() => checkTime(new Map(), seconds - age, now))).toBe(expected);
  });

  it('A08: the whole second counts, so that the edge does not depend on milliseconds', () => {
    expect(codeOf(() => checkTime(new Map(), seconds - 30, now + 999))).toBe('taken');
    expect(codeOf(() => checkTime(new Map(), seconds - 30, now + 1000))).toBe('token_expired');
  });
});

describe('exp, nbf and aud, where present', () => {
  it.each([
    ['exp', seconds + 1, 'taken'],
    ['exp', seconds, 'token_expired'],
    ['exp', seconds - 1, 'token_expired'],
    ['exp', 'soon', 'token_expired'],
    ['exp', null, 'token_expired'],
    ['nbf', seconds, 'taken'],
    ['nbf', seconds + 1, 'token_expired'],
    ['nbf', '0', 'token_expired'],
  ])('%s %j is %s', (name, value, expected) => {
    expect(codeOf(() => checkTime(claim(name, value), seconds, now))).toBe(expected);
  });

  it('A31: aud must name this server', () => {
    const origin = 'https://inlay.test';
    expect(codeOf(() => checkAudience(new Map(), origin))).toBe('taken');
    expect(codeOf(() => checkAudience(claim('aud', origin), origin))).toBe('taken');
    expect(codeOf(() => checkAudience(claim('aud', ['x', origin]), origin))).toBe('taken');
    for (const aud of ['https://staging.test', [], [[origin]], null, {}, 'https://inlay.test/']) {
      expect(codeOf(() => checkAudience(claim('aud', aud), origin))).toBe('token_invalid');
    }
  });
});

describe('jti', () => {
  it('A06: takes 1 to 128 characters, and integers as their text', () => {
    expect(readJti(claim('jti', 'x'.repeat(128)))).toBe('x'.repeat(128));
    expect(readJti(claim('jti', '\u{1F600}'.repeat(128)))).toBe('\u{1F600}'.repeat(128));
    expect(readJti(claim('jti', 1))).toBe(readJti(claim('jti', '1')));
    expect(readJti(claim('jti', -7))).toBe('-7');
  });

  it.each([['1'], true, null, '', 'x'.repeat(129), 1.5, 2 ** 53, {}].map((jti) => [jti]))('A06: refuses %j', (jti) => {
    expect(codeOf(() => readJti(claim('jti', jti)))).toBe('jti_invalid');
  });

  it('A06: tells a missing one from an invalid one', () => {
    expect(codeOf(() => readJti(new Map()))).toBe('jti_missing');
  });

  it('A05: no two pairs of vendor and jti share a key', () => {
    expect(linkKey('a:b', 'c')).not.toBe(linkKey('a', 'b:c'));
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, c, d) => {
        expect(linkKey(a, b) === linkKey(c, d)).toBe(a === c && b === d);
      }),
    );
  });
});

describe('sub', () => {
  it('reads ids and external ids, each part percent-encoded', () => {
    expect(parseSubject('v%3A1:E%3Ax:cus_01m7z9aqx0fmka9g2v4v4kcvpa')).toEqual({
      vendorKey: 'v:1',
      customer: { externalId: ':x' },
      member: { id: 'cus_01m7z9aqx0fmka9g2v4v4kcvpa' },
    });
  });

  it('reads back whatever external ids a partner has', () => {
    const id = fc.string({ minLength: 1, maxLength: 255 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(id, id, (customer, member) => {
        const sub = `key:E${encodeURIComponent(customer)}:E${encodeURIComponent(member)}`;
        expect(parseSubject(sub)).toEqual({
          vendorKey: 'key',
          customer: { externalId: customer },
          member: { externalId: member },
        });
      }),
    );
  });

  it.each([
    '',
    ':',
    'v',
    'v:',
    ':E1',
    'v:E',
    'v:42',
    'v:E1:',
    'v:E1:7',
    'v:E1:E2:E3',
    'v:E%',
    'v:E%ff',
    'v%00:E1',
    1,
    null,
    ['v:E1'],
    `v:E${'x'.repeat(256)}`,
  ])('A85: refuses %j', (sub) => {
    expect(codeOf(() => parseSubject(sub))).toBe('sub_invalid');
  });

  it('tells a missing one from an invalid one', () => {
    expect(codeOf(() => parseSubject(undefined))).toBe('sub_missing');
  });
});
