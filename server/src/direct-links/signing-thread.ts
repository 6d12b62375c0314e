import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** What is to be signed, and by which key. */
export interface SigningJob {
  readonly input: string;
  readonly key: KeyObject;
}

/** A signature in base64url, or why there is none. */
export type SigningResult = string | { readonly reason: string };

/** RS256 (RFC 7518 §3.3). One job that cannot be done leaves the others as they are. */
function signOne({ input, key }: SigningJob): SigningResult {
  try {
    return sign('sha256', Buffer.from(input, 'latin1'), key).toString('base64url');
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

// A thread's own program: it says that it runs by a message without results; then jobs come many in a message, and are
// answered in one.
const port = parentPort;
port?.on('message', (jobs: readonly SigningJob[]) => port.postMessage(jobs.map(signOne)));
port?.postMessage([]);
