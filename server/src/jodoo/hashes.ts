import { hash, timingSafeEqual } from 'node:crypto';
import { pooledRandom } from '../crypto/random.ts';

/** A new secret of 256 bits, as 43 characters. */
export function newSecret(): string {
  return pooledRandom(32).toString('base64url');
}

/** The form of such a secret, and of a hash of one. */
export const secretPattern = '^[A-Za-z0-9_-]{43}$';

/** A hash to find or compare secrets by. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** Whether `secret` is the one whose hash was kept, compared in constant time. */
export function isSecretOf(secret: string, kept: string): boolean {
  const [a, b] = [Buffer.from(sha256(secret)), Buffer.from(kept)];
  return a.length === b.length && timingSafeEqual(a, b);
}
