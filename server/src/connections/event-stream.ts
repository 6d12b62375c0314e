import { Readable } from 'node:stream';
import { isPublicId } from '@inlay/shared';
import { newId } from '../crypto/ids.ts';
import type { SessionEnd } from '../state/session-store.ts';
import type { ConnectionEvent } from './connection-events.ts';
import type { EventHub } from './event-hub.ts';
import { presentAuthorization } from './present-authorization.ts';

/** What a stream tells, to whom and for how long. */
export interface EventStreamOptions {
  readonly hub: EventHub;
  readonly customerId: string;
  /** Who reads: hears of authorizations that the same person began. */
  readonly memberId?: string | null;
  /** What they read. Default: English. */
  readonly locale?: string;
  /** `Last-Event-ID` of a reader that was here before; whatever is no id of an event starts anew. */
  readonly lastEventId?: string | undefined;
  /** Why the session is over; `undefined` while it lives. */
  readonly endOf: () => Promise<SessionEnd | undefined>;
  /** Milliseconds between two signs of life. Default: 15000. */
  readonly heartbeatInterval?: number;
  /** Milliseconds between two looks at the session. Default: 2000. */
  readonly checkInterval?: number;
}

/** An open stream. */
export interface EventStream {
  /** The text to send. */
  readonly body: Readable;
  /** Ends it in good order; the reader may come back. */
  close(): void;
}

/** Bytes that may wait for a reader that does not read. */
const waitingMax = 256 * 1024;
/** Milliseconds after which a reader whose stream broke comes back. */
const retry = 1_000;

/**
 * Opens a stream of server-sent events (HTML, "Server-sent events"). It begins with the id of the moment, so that a
 * reader whose stream breaks before the first event resumes from there too. It ends by itself when the session is over
 * (with `sessionEnded`), when the session cannot be looked at, and when the reader does not keep up.
 */
export function openEventStream(options: EventStreamOptions): EventStream {
  const { hub, customerId, memberId = null, locale = 'en', lastEventId, endOf } = options;
  const { heartbeatInterval = 15_000, checkInterval = 2_000 } = options;
  const body = new Readable({ read: () => undefined });
  const isResumed = lastEventId !== undefined && isPublicId(lastEventId, 'event');
  const start = isResumed ? lastEventId : newId('event');
  /** Events that come while older ones are still being read. */
  let waiting: ConnectionEvent[] | undefined = [];
  let released = false;

  function write(text: string): void {
    // Also not after `close`: what is pushed after the end of a stream is an error of that stream.
    if (body.destroyed || released) return;
    body.push(text);
    if (body.readableLength > waitingMax) body.destroy();
  }

  function tell({ id, type, payload, at }: ConnectionEvent): void {
    const isOurs = type !== 'authorization' || payload.memberId === memberId;
    if (!isOurs) return write(`id: ${id}\n\n`);
    // When it happened tells a reader whose own request was answered first that the answer is the younger.
    const data =
      type === 'authorization'
        ? presentAuthorization(payload, locale)
        : { ...payload, updatedAt: new Date(at).toISOString() };
    write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  function close(): void {
    release();
    if (!body.destroyed) body.push(null);
  }

  async function check(): Promise<void> {
    const reason = await endOf();
    if (reason === undefined) return;
    write(`event: sessionEnded\ndata: ${JSON.stringify({ reason })}\n\n`);
    close();
  }

  async function catchUp(): Promise<void> {
    const missed = isResumed ? await hub.missed(customerId, start) : [];
    const seen = new Set(missed.map(({ id }) => id));
    for (const event of [...missed, ...(waiting ?? []).filter(({ id }) => !seen.has(id))]) tell(event);
    waiting = undefined;
  }

  let checking = false;
  const heartbeat = setInterval(() => write(': alive\n\n'), heartbeatInterval).unref();
  const watch = setInterval(() => {
    if (checking) return;
    checking = true;
    // Who cannot be checked is not told anything more; the reader comes back and is checked anew.
    void check()
      .catch(close)
      .finally(() => (checking = false));
  }, checkInterval).unref();
  const unsubscribe = hub.subscribe(customerId, (event) => {
    // An event of before the start belongs to what the reader knows already.
    if (event.id <= start) return;
    if (waiting === undefined) tell(event);
    else waiting.push(event);
  });
  function release(): void {
    if (released) return;
    released = true;
    clearInterval(heartbeat);
    clearInterval(watch);
    unsubscribe();
  }
  body.once('close', release);
  write(`retry: ${retry}\n: open\n\nid: ${start}\n\n`);
  void catchUp().catch(close);
  return { body, close };
}
