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

/** Makes a request id: 16 random characters. */
export function newRequestId(): string {
  return `req_${toBase32(pooledRandom(10))}`;
}
