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
  pool.copy(bytes, 0, used, used + length);
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
}

/** A whole number of 32 random bits, from the same pool. */
export function pooledRandom32(): number {
  if (used + 4 > poolSize) {
    randomFillSync(pool);
    used = 0;
  }
  const value = pool.readUInt32LE(used);
  pool.fill(0, used, used + 4);
  used += 4;
  return value;
}
