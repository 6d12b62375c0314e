import { idPrefixes } from '@inlay/shared';
import type { IdKind } from '@inlay/shared';
import { V7Generator } from 'uuidv7';
import { toBase32 } from './base32.ts';
import { pooledRandom, pooledRandom32 } from './random.ts';

const generator = new V7Generator({ nextUint32: pooledRandom32 });

/** Makes a public id: the kind's prefix and a UUIDv7 (RFC 9562) in Crockford's base 32, so that ids sort by age. */
export function newId(kind: IdKind): string {
  return `${idPrefixes[kind]}_${toBase32(generator.generate().bytes)}`;
}

/** The text that sorts before every id that is made at `time` (milliseconds) or later, and after all made earlier. */
export function firstIdAt(kind: IdKind, time: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.max(0, time), 0, 6);
  return `${idPrefixes[kind]}_${toBase32(bytes)}`;
}

/**
 * Makes a request id: the second in seven characters, and nine random ones. Ids of one time stand together in an index,
 * which costs a database a fraction of what scattered ones do; they are no secret.
 */
export function newRequestId(): string {
  const bytes = pooledRandom(10);
  // Five bytes: 35 bits of time and 5 of those that were there.
  bytes.writeUIntBE(Math.floor(Date.now() / 1000) * 32 + ((bytes[4] ?? 0) & 31), 0, 5);
  return `req_${toBase32(bytes)}`;
}
