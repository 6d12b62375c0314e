import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBase32, toBase32 } from '../../src/crypto/base32.ts';
import { newId } from '../../src/crypto/ids.ts';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });

it('reads back whatever it wrote', () => {
  fc.assert(
    fc.property(bytes, (value) => {
      expect(fromBase32(toBase32(value), value.length)).toEqual(Buffer.from(value));
    }),
  );
});

it('writes texts that sort as the bytes do', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      (a, b) => {
        expect(Math.sign(Buffer.compare(a, b))).toBe(
          toBase32(a) < toBase32(b) ? -1 : toBase32(a) === toBase32(b) ? 0 : 1,
        );
      },
    ),
  );
});

it('takes the ids that are made here, and has one text for each', () => {
  const text = newId('customer').slice(4);
  expect(toBase32(fromBase32(text, 16) ?? Buffer.of())).toBe(text);
  for (const wrong of ['', `${text}0`, text.slice(1), `z${text.slice(1)}`, `u${text.slice(1)}`, text.toUpperCase()]) {
    expect(fromBase32(wrong, 16)).toBeUndefined();
  }
});
