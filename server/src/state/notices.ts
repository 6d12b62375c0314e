import { wake } from './redis-connection.ts';
import type { RedisClient } from './redis-connection.ts';

/** What processes tell each other: that a vendor's accounts changed, or an event of a connection. */
export type Topic = 'accounts' | 'events';

/**
 * Tells the other processes what happened, at once and without a promise: a notice may be lost. Whoever relies on it
 * looks into the database besides, so that a notice only makes it sooner.
 */
export interface Notices {
  publish(topic: Topic, message: string): void;
  /** Has `listener` called with each notice of another process, and of this one. */
  subscribe(topic: Topic, listener: (message: string) => void): void;
}

const channelOf = (topic: Topic): string => `inlay:${topic}`;

/** Tells by Redis's publish/subscribe. `subscriber` is a client of its own; it subscribes anew whenever it reconnects. */
export function createRedisNotices(client: RedisClient, subscriber: () => RedisClient): Notices {
  const listeners = new Map<string, (message: string) => void>();
  let receiving: RedisClient | undefined;

  function receive(): RedisClient {
    const opened = subscriber();
    opened.on('message', (channel: string, message: string) => listeners.get(channel)?.(message));
    // Asked for each time it connects: a subscription that failed while Redis was away is made up for.
    opened.on('ready', () => {
      opened.subscribe(...listeners.keys()).catch(() => undefined);
    });
    wake(opened);
    return opened;
  }

  return {
    publish(topic, message) {
      if (client.status === 'ready') client.publish(channelOf(topic), message).catch(() => undefined);
    },
    subscribe(topic, listener) {
      listeners.set(channelOf(topic), listener);
      receiving ??= receive();
      if (receiving.status === 'ready') receiving.subscribe(channelOf(topic)).catch(() => undefined);
    },
  };
}
