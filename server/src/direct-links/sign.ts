import type { KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InlayError } from '@inlay/shared';
import type { SigningJob, SigningResult } from './signing-thread.ts';

/** Makes RS256 signatures (RFC 7518 §3.3) on threads of its own. */
export interface Signer {
  /**
   * Answers the signature in base64url. Throws `rate_limited` while too many wait, `service_unavailable` where no thread
   * can be started, where one ended while it signed, and once the signer is closed; and an error for a key that cannot sign.
   */
  sign(input: string, key: KeyObject): Promise<string>;
  /** Ends the threads; what was not signed is refused. */
  close(): Promise<void>;
}

export interface SignerOptions {
  /** Most threads at once; default: as many as there are processors, and four at most. */
  readonly threadsMax?: number;
  /** Most signatures that wait for a thread, beside those that threads have taken; default 256. */
  readonly waitingMax?: number;
  /** Starts a thread that runs `signing-thread`. */
  readonly startThread?: () => Worker;
}

/** Each thread takes some 15 MB; four sign what a few hundred screens a second need. */
const usefulThreads = 4;
/** At a thousand a second, which one core makes, a quarter of a second's work. */
const patience = 256;
/** Most signatures of one message: at a millisecond each, whoever waits for the others of it waits a thirtieth of a second. */
const batchMax = 32;
/** How many must wait while all threads are busy for another to be started: fewer are done sooner than it is. */
const crowd = 8;
/** Milliseconds until another thread is tried again after one did not start, while others do the work. */
const startPause = 1_000;

interface Waiting extends SigningJob {
  readonly resolve: (signature: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * No more threads sign than the machine has processors: more would be none the faster, and would keep processors from
 * others' work. Each takes what waits, several at a time, and answers them together: that costs a fifth less than a job of
 * Node's thread pool for each, and those who asked go on side by side. What comes when many wait is refused at once:
 * whoever asks for more than can be made learns so, and all other routes stay as quick as they are.
 */
export function createSigner({
  threadsMax = Math.min(availableParallelism(), usefulThreads),
  waitingMax = patience,
  startThread = startWorker,
}: SignerOptions = {}): Signer {
  const waiting: Waiting[] = [];
  /** Threads that live, with what each is signing. */
  const threads = new Map<Worker, readonly Waiting[]>();
  const idle: Worker[] = [];
  let isDue = false;
  let starting: Worker | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  let isClosed = false;

  /** Gives what waits to threads that are free, as evenly as it goes, and sees to another thread where it does not go. */
  function dispatch(): void {
    isDue = false;
    for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) {
      const share = Math.ceil(waiting.length / (idle.length + 1));
      if (share === 0) return void idle.push(thread);
      hand(thread, waiting.splice(0, Math.min(batchMax, share)));
    }
    if (starting === undefined && isThreadNeeded()) start();
  }

  function isThreadNeeded(): boolean {
    if (threads.size === 0) return waiting.length > 0;
    const isPaused = performance.now() < failedAt + startPause;
    return waiting.length >= crowd && threads.size < threadsMax && !isPaused;
  }

  function hand(thread: Worker, batch: readonly Waiting[]): void {
    threads.set(thread, batch);
    // The process lives for as long as somebody waits, and not for a thread that has nothing to do.
    thread.ref();
    thread.postMessage(batch.map(({ input, key }): SigningJob => ({ input, key })));
  }

  function start(): void {
    let thread: Worker;
    try {
      thread = startThread();
    } catch (error) {
      return giveUp(error);
    }
    let cause: unknown;
    starting = thread;
    threads.set(thread, []);
    // Its first message, without results, says that it runs.
    thread.on('message', (results: readonly SigningResult[]) => {
      if (starting === thread) starting = undefined;
      const batch = threads.get(thread) ?? [];
      threads.set(thread, []);
      thread.unref();
      idle.push(thread);
      dispatch();
      for (const [index, job] of batch.entries()) settle(job, results[index]);
    });
    thread.on('messageerror', () => void thread.terminate());
    thread.on('error', (error) => (cause = error));
    thread.on('exit', () => {
      const batch = threads.get(thread) ?? [];
      threads.delete(thread);
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
      refuse(batch, cause);
      if (starting !== thread) return dispatch();
      starting = undefined;
      giveUp(cause);
    });
  }

  /** A thread did not start: the others do what waits. Where there is none, whoever asks next has one tried again. */
  function giveUp(cause: unknown): void {
    failedAt = performance.now();
    if (threads.size === 0) refuse(waiting.splice(0), cause);
  }

  return {
    sign(input, key) {
      if (isClosed) return Promise.reject(unavailable(undefined));
      if (waiting.length >= waitingMax) {
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
      isClosed = true;
      refuse(waiting.splice(0), undefined);
      await Promise.all([...threads.keys()].map((thread) => thread.terminate()));
    },
  };
}

function startWorker(): Worker {
  const program = new URL(`./signing-thread${extname(import.meta.url)}`, import.meta.url);
  return new Worker(program, { name: 'signing', env: {}, execArgv: [] });
}

function settle({ resolve, reject }: Waiting, result: SigningResult | undefined): void {
  if (typeof result === 'string') resolve(result);
  else reject(new Error(`a signature could not be made: ${result?.reason ?? 'no answer'}`));
}

function refuse(batch: readonly Waiting[], cause: unknown): void {
  for (const { reject } of batch) reject(unavailable(cause));
}

function unavailable(cause: unknown): InlayError {
  return new InlayError('service_unavailable', { retryAfter: 1, cause });
}
