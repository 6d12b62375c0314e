import { idPrefixes } from '@inlay/shared';
import type { IdKind } from '@inlay/shared';
import { V7Generator } from 'uuidv7';
import { pooledRandom, pooledRandom32 } from './random.ts';

const generator = new V7Generator({ nextUint32: pooledRandom32 });
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes a public id: the kind's prefix and a UUIDv7 (RFC 9562) in Crockford's base 32, so that ids sort by age. */
export function newId(kind: IdKind): string {
  // 128 bits are 26 characters of five bits with two to spare, which stand first.
  return `${idPrefixes[kind]}_${base32(generator.generate().bytes, 2)}`;
}

/** The text that sorts before every id that is made at `time` (milliseconds) or later, and after all made earlier. */
export function firstIdAt(kind: IdKind, time: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.max(0, time), 0, 6);
  return `${idPrefixes[kind]}_${base32(bytes, 2)}`;
}

/** Makes a request id: 16 random characters. */
export function newRequestId(): string {
  return `req_${base32(pooledRandom(10), 0)}`;
}

/** Writes `bytes` as base 32, with `spare` zero bits before them. */
function base32(bytes: Uint8Array, spare: number): string {
  let text = '';
  let value = 0;
  let bits = spare;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((value >>> bits) & 31);
    }
    value &= 31;
  }
  return text;
}
