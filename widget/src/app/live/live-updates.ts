import { StreamParser } from './sse-parser.ts';
import type { StreamEvent } from './sse-parser.ts';

/** What keeps the frame up to date, and what it needs for that. */
export interface LiveUpdatesOptions {
  /** Opens the event stream from where `lastEventId` left off; `undefined` where the session is over. */
  readonly open: (lastEventId: string, signal: AbortSignal) => Promise<ReadableStream<Uint8Array> | undefined>;
  /** Fetches the state afresh: after each gap in the stream, and regularly while there is none. */
  readonly refresh: () => Promise<void>;
  readonly onEvent: (event: StreamEvent) => void;
}

/** Silence after which a stream counts as dead: the server says something every 15 s. In milliseconds. */
const silence = 40_000;
const shortestPause = 1_000;
const longestPause = 30_000;
/** A stream that lived for less, in milliseconds, counts as a failure: something on the way cuts it. */
const shortestLife = 10_000;
/** Failures in a row after which the state is fetched on each try instead. */
const failuresUntilPolling = 2;

/**
 * Follows the server's event stream: by fetch, as EventSource cannot send the session's token. A lost stream is opened
 * again, after pauses that double and vary, from the last event that arrived; when it stays away the state is polled.
 */
export class LiveUpdates {
  readonly #options: LiveUpdatesOptions;
  #run: AbortController | undefined;
  #wake: (() => void) | undefined;
  #lastEventId = '';
  #heardAt = 0;
  #attempt: AbortController | undefined;

  constructor(options: LiveUpdatesOptions) {
    this.#options = options;
  }

  /** Starts to follow; `afresh` forgets what was followed before. */
  start(afresh: boolean): void {
    this.stop();
    if (afresh) this.#lastEventId = '';
    this.#run = new AbortController();
    void this.#follow(this.#run.signal);
  }

  /** Stops, and leaves no timer or request behind. */
  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#wake?.();
  }

  /** Looks at once whether the stream still lives: after sleep, or when the network is back. */
  nudge(): void {
    if (Date.now() - this.#heardAt > silence) this.#attempt?.abort();
    this.#wake?.();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let missed = false;
    while (!signal.aborted) {
      const startedAt = Date.now();
      const end = await this.#read(signal, () => {
        if (missed) void this.#refresh();
      });
      if (end === 'over' || signal.aborted) return;
      failures = Date.now() - startedAt < shortestLife ? failures + 1 : 1;
      missed = true;
      if (failures > failuresUntilPolling) await this.#refresh();
      await this.#pause(failures, signal);
    }
  }

  async #read(signal: AbortSignal, onOpen: () => void): Promise<'over' | 'lost'> {
    const attempt = (this.#attempt = new AbortController());
    const either = AbortSignal.any([signal, attempt.signal]);
    const watch = setInterval(() => {
      if (Date.now() - this.#heardAt > silence) attempt.abort();
    }, 5_000);
    this.#heardAt = Date.now();
    try {
      const body = await this.#options.open(this.#lastEventId, either);
      if (body === undefined) return 'over';
      onOpen();
      await this.#consume(body);
    } catch {
      // Whatever ended the stream, the answer is the same: open it again.
    } finally {
      clearInterval(watch);
      attempt.abort();
    }
    return 'lost';
  }

  async #consume(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = new StreamParser(this.#lastEventId);
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      this.#heardAt = Date.now();
      for (const event of parser.push(decoder.decode(part.value, { stream: true }))) {
        this.#lastEventId = event.id;
        this.#options.onEvent(event);
      }
    }
  }

  async #refresh(): Promise<void> {
    await this.#options.refresh().catch(() => undefined);
  }

  #pause(failures: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    const pause = Math.min(shortestPause * 2 ** (failures - 1), longestPause) * (0.75 + Math.random() / 2);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), pause);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
