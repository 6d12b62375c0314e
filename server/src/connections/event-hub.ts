import type { Clock } from '../clock.ts';
import type { Notices } from '../state/notices.ts';
import type { Database } from '../database/open.ts';
import { eventsAfter, eventsSince } from './connection-events.ts';
import type { ConnectionEvent } from './connection-events.ts';

/**
 * Hands events to whoever listens in this process. Changes made by this process arrive at once, those of another at once
 * where it can tell them, and within a second in any case. Each event reaches each listener once.
 */
export interface EventHub {
  /** Tells events that were just committed, in the order in which they happened. */
  publish(events: readonly ConnectionEvent[]): void;
  /** Listens to a customer's events; returns what ends the listening. */
  subscribe(customerId: string, listener: (event: ConnectionEvent) => void): () => void;
  /** Events after the event `after`, for a listener that was away. */
  missed(customerId: string, after: string): Promise<ConnectionEvent[]>;
  /** Looks for events of other processes. */
  poll(): Promise<void>;
  close(): void;
}

/** Milliseconds between two looks while somebody listens. */
const pollInterval = 1_000;
/** How far back a look reaches, in milliseconds: covers clocks that differ and transactions that commit late. */
const lookBack = 15_000;
/** Most events that a listener catches up on; whoever missed more reads the list of connections anew. */
const missedMax = 500;

/** What other processes are told: an event, and which one this process told before it. */
interface Notice {
  readonly event: ConnectionEvent;
  readonly before: Pick<ConnectionEvent, 'id' | 'at'> | undefined;
}

export function createEventHub(database: Database, clock: Clock, notices: Notices): EventHub {
  const listeners = new Map<string, Set<(event: ConnectionEvent) => void>>();
  /** Events told already, and when they happened. */
  const told = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | undefined;
  /** The last event of this process. */
  let last: Notice['before'];

  function tell(event: ConnectionEvent): void {
    if (told.has(event.id)) return;
    told.set(event.id, event.at);
    for (const listener of listeners.get(event.customerId) ?? []) listener(event);
  }

  async function look(): Promise<void> {
    const now = clock();
    for (const event of await eventsSince(database, now - lookBack)) tell(event);
    for (const [id, at] of told) if (at < now - 2 * lookBack) told.delete(id);
  }

  function poll(): Promise<void> {
    polling ??= look().finally(() => {
      polling = undefined;
    });
    return polling;
  }

  /**
   * Tells what another process told. Notices may be lost, and on a cluster one may overtake another: where the one before
   * is missing, the database has both, and they are told in their order.
   */
  async function hear({ event, before }: Notice): Promise<void> {
    const isNext = before === undefined || told.has(before.id) || before.at < clock() - lookBack;
    if (!isNext && !told.has(event.id)) {
      // One that is under way may have begun too soon to find it.
      await polling?.catch(() => undefined);
      await poll().catch(() => undefined);
    }
    tell(event);
  }

  // Without a listener nothing prunes what was told, and nobody needs to know.
  notices.subscribe('events', (message) => {
    if (listeners.size > 0) void hear(JSON.parse(message) as Notice);
  });

  return {
    publish(events) {
      for (const event of events) {
        if (listeners.size > 0) tell(event);
        notices.publish('events', JSON.stringify({ event, before: last } satisfies Notice));
        last = { id: event.id, at: event.at };
      }
    },
    subscribe(customerId, listener) {
      const ofCustomer = listeners.get(customerId) ?? new Set();
      listeners.set(customerId, ofCustomer.add(listener));
      timer ??= setInterval(() => void poll().catch(() => undefined), pollInterval).unref();
      return () => {
        ofCustomer.delete(listener);
        if (ofCustomer.size === 0) listeners.delete(customerId);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    missed: (customerId, after) => eventsAfter(database, customerId, after, missedMax),
    poll,
    close: () => clearInterval(timer),
  };
}
