import { InlayError } from '@inlay/shared';

/** Most works of this kind at once in this process. */
const atOnceMax = 2;
let atOnce = 0;

/**
 * Makes or checks a key: work that may keep a processor and one of Node's four worker threads busy for seconds. The
 * signatures of all vendors' links are checked on the same threads, so that some must stay free. Throws `rate_limited`.
 */
export async function boundLabour<Result>(work: () => Promise<Result>): Promise<Result> {
  if (atOnce >= atOnceMax) throw new InlayError('rate_limited', { retryAfter: 5 });
  atOnce += 1;
  try {
    return await work();
  } finally {
    atOnce -= 1;
  }
}
