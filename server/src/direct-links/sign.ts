import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { InlayError } from '@inlay/shared';

const signInPool = promisify(sign);

/** Makes RS256 signatures (RFC 7518 §3.3) on Node's thread pool. */
export interface Signer {
  /** Throws `rate_limited` while too many wait. */
  sign(input: string, key: KeyObject): Promise<Buffer>;
}

/** Signatures that may wait: at a thousand a second, which one core makes, a quarter of a second's work. */
const waitingMax = 256;

/**
 * No more signatures are under way than the machine has processors: more would be none the faster, and would keep threads
 * from others' work. What comes beyond waits in order, and what comes when many wait is refused at once: whoever asks for
 * more than can be made learns so, and all other routes stay as quick as they are.
 */
export function createSigner(atOnceMax: number = availableParallelism(), limit: number = waitingMax): Signer {
  const waiting: (() => void)[] = [];
  let atOnce = 0;

  /** Signs now. Whatever happens, the next of those that wait has its turn. */
  async function run(input: string, key: KeyObject): Promise<Buffer> {
    atOnce += 1;
    try {
      return await signInPool('sha256', Buffer.from(input, 'latin1'), key);
    } finally {
      atOnce -= 1;
      waiting.shift()?.();
    }
  }

  return {
    sign(input, key) {
      if (atOnce < atOnceMax) return run(input, key);
      if (waiting.length >= limit) {
        return Promise.reject(
          new InlayError('rate_limited', { retryAfter: 1, detail: 'too many links are being made' }),
        );
      }
      return new Promise((resolve) => void waiting.push(() => resolve(run(input, key))));
    },
  };
}
