import { hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Signatures that held, remembered so that the redemption of a link need not verify what its peek verified. */
export interface VerifiedSignatures {
  /** Whether `key` verifies `token`: from memory, or by `verify`. */
  check(token: string, key: KeyObject, verify: () => boolean): boolean;
}

/**
 * Remembers the newest `size` to `2 × size` signatures that held. Whether a signature holds depends on the token's text and
 * the key alone: an entry is the SHA-256 of the whole token with the very key object that verified it, so that an answer
 * from memory is the answer that verifying again would give. It says nothing of whether the key may be used, which is
 * asked anew each time; and it holds no token.
 */
export function createVerifiedSignatures(size: number): VerifiedSignatures {
  let newer = new Map<string, KeyObject>();
  let older = newer;
  return {
    check(token, key, verify) {
      const digest = hash('sha256', token, 'base64');
      if (newer.get(digest) === key || older.get(digest) === key) return true;
      if (!verify()) return false;
      if (newer.size >= size) {
        older = newer;
        newer = new Map();
      }
      newer.set(digest, key);
      return true;
    },
  };
}
