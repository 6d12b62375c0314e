import type { KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InlayError } from '@inlay/shared';
import type { SigningJob, SigningResult } from './signing-thread.ts';

/** Makes RS256 signatures (RFC 7518 §3.3) on threads of its own. */
export interface Signer {
  /**
   * Answers the signature in base64url. Throws `rate_limited` while too many wait, `service_unavailable` where a thread
   * could not be started or ended while it signed, and an error for a key that cannot sign.
   */
  sign(input: string, key: KeyObject): Promise<string>;
  /** Ends the threads; what was not signed is refused. */
  close(): Promise<void>;
}

/** Signatures that may wait: at a thousand a second, which one core makes, a quarter of a second's work. */
const waitingMax = 256;
/** Most signatures of one message: at a millisecond each, whoever waits for the others of it waits a thirtieth of a second. */
const batchMax = 32;

interface Waiting extends SigningJob {
  readonly resolve: (signature: string) => void;
  readonly reject: (error: Error) => void;
}

/** A thread, and what it is signing. */
interface Thread {
  readonly worker: Worker;
  batch: readonly Waiting[];
}

/**
 * No more threads sign than the machine has processors: more would be none the faster, and would keep processors from
 * others' work. Each takes what waits, several at a time, and answers them together: that costs a fifth less than a job of
 * Node's thread pool for each, and those who asked go on side by side. What comes when many wait is refused at once:
 * whoever asks for more than can be made learns so, and all other routes stay as quick as they are.
 */
export function createSigner(threadsMax: number = availableParallelism(), limit: number = waitingMax): Signer {
  const waiting: Waiting[] = [];
  const threads = new Set<Thread>();
  const idle: Thread[] = [];
  let isDue = false;

  /** Gives what waits to threads that are free, as evenly as it goes. */
  function dispatch(): void {
    isDue = false;
    while (waiting.length > 0) {
      const free = idle.length + threadsMax - threads.size;
      if (free === 0) return;
      const batch = waiting.splice(0, Math.min(batchMax, Math.ceil(waiting.length / free)));
      try {
        hand(idle.pop() ?? start(), batch);
      } catch (cause) {
        refuse(batch, cause);
      }
    }
  }

  function hand(thread: Thread, batch: readonly Waiting[]): void {
    thread.batch = batch;
    // The process lives for as long as somebody waits, and not for a thread that has nothing to do.
    thread.worker.ref();
    thread.worker.postMessage(batch.map(({ input, key }): SigningJob => ({ input, key })));
  }

  function start(): Thread {
    const program = new URL(`./signing-thread${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(program, { name: 'signing', env: {}, execArgv: [] });
    const thread: Thread = { worker, batch: [] };
    let cause: unknown;
    threads.add(thread);
    worker.on('message', (results: readonly SigningResult[]) => {
      const { batch } = thread;
      thread.batch = [];
      worker.unref();
      idle.push(thread);
      dispatch();
      for (const [index, job] of batch.entries()) settle(job, results[index]);
    });
    worker.on('error', (error) => (cause = error));
    worker.on('exit', () => {
      threads.delete(thread);
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
      refuse(thread.batch, cause);
      dispatch();
    });
    return thread;
  }

  return {
    sign(input, key) {
      if (waiting.length >= limit) {
        return Promise.reject(
          new InlayError('rate_limited', { retryAfter: 1, detail: 'too many links are being made' }),
        );
      }
      return new Promise((resolve, reject) => {
        waiting.push({ input, key, resolve, reject });
        if (isDue) return;
        isDue = true;
        // What is asked in one turn of the event loop goes together.
        setImmediate(dispatch);
      });
    },
    async close() {
      refuse(waiting.splice(0), undefined);
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

function settle({ resolve, reject }: Waiting, result: SigningResult | undefined): void {
  if (typeof result === 'string') resolve(result);
  else reject(new Error(`a signature could not be made: ${result?.reason ?? 'no answer'}`));
}

function refuse(batch: readonly Waiting[], cause: unknown): void {
  for (const { reject } of batch) reject(new InlayError('service_unavailable', { retryAfter: 1, cause }));
}
