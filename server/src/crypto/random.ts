import { randomFillSync } from 'node:crypto';

/** Bytes that are asked of the system's generator at a time: one call costs as much as hundreds of bytes. */
const poolSize = 8_192;

const pool = Buffer.alloc(poolSize);
let used = poolSize;

/**
 * `length` bytes of the system's generator, at most 64, from a pool that is filled for many calls at once. What was given
 * away is wiped from the pool, so that it never holds a secret in use.
 */
export function pooledRandom(length: number): Buffer {
  if (length > 64) throw new RangeError('more than 64 bytes at once');
  if (used + length > poolSize) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.alloc(length);
  // By hand: for so few bytes the calls that copy and fill cost more than the bytes.
  for (let at = 0; at < length; at += 1) {
    bytes[at] = pool[used] ?? 0;
    pool[used] = 0;
    used += 1;
  }
  return bytes;
}

/** A whole number of 32 random bits, from the same pool. */
export function pooledRandom32(): number {
  if (used + 4 > poolSize) {
    randomFillSync(pool);
    used = 0;
  }
  const value = pool.readUInt32LE(used);
  pool.writeUInt32LE(0, used);
  used += 4;
  return value;
}
