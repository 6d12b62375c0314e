import { describe, expect, it } from 'vitest';
import { firstIdAt, newId, newRequestId } from '../../src/crypto/ids.ts';
import { pooledRandom } from '../../src/crypto/random.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** Reads base 32 the slow way. */
const read = (text: string): bigint =>
  Array.from(text).reduce((sum, one) => sum * 32n + BigInt(alphabet.indexOf(one)), 0n);

describe('ids', () => {
  it('are a UUIDv7 in base 32: time, version and variant stand where RFC 9562 has them', () => {
    const before = Date.now();
    const id = newId('session');
    expect(id).toMatch(/^ses_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    const uuid = read(id.slice(4));
    const time = Number(uuid >> 80n);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
    expect((uuid >> 76n) & 15n).toBe(7n);
    expect((uuid >> 62n) & 3n).toBe(2n);
  });

  it('never repeat and sort in the order in which they were made', () => {
    const ids = Array.from({ length: 20_000 }, () => newId('event'));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stand between the first id of their millisecond and that of a later one', () => {
    const before = Date.now();
    const id = newId('event');
    expect(firstIdAt('event', before) <= id).toBe(true);
    expect(id < firstIdAt('event', Date.now() + 1)).toBe(true);
    expect(firstIdAt('event', 0)).toBe(`evt_${'0'.repeat(26)}`);
  });

  it('of requests are the second and 45 random bits, each character of these as likely as the next', () => {
    const before = Math.floor(Date.now() / 1000);
    const ids = Array.from({ length: 20_000 }, newRequestId);
    expect(ids.every((id) => /^req_[0-9a-hjkmnp-tv-z]{16}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    const seconds = ids.map((id) => Number(read(id.slice(4, 11))));
    expect(seconds.every((second) => second >= before && second <= Date.now() / 1000)).toBe(true);
    const counts = new Map<string, number>();
    for (const one of ids.flatMap((id) => Array.from(id.slice(11)))) counts.set(one, (counts.get(one) ?? 0) + 1);
    // 180,000 characters, 5,625 of each expected: 6 standard deviations are 450.
    for (const character of alphabet) expect(Math.abs((counts.get(character) ?? 0) - 5_625)).toBeLessThan(500);
  });
});

describe('pooled randomness', () => {
  it('gives each byte once, whatever the lengths, and no more than 64 at a time', () => {
    const taken = Array.from({ length: 3_000 }, (_, index) => pooledRandom(8 + (index % 57)));
    expect(taken.every((bytes, index) => bytes.length === 8 + (index % 57))).toBe(true);
    expect(new Set(taken.map((bytes) => bytes.subarray(0, 8).toString('hex'))).size).toBe(taken.length);
    expect(taken.some((bytes) => bytes.every((byte) => byte === 0))).toBe(false);
    expect(() => pooledRandom(65)).toThrow(RangeError);
  });
});
