import { answered } from './redis-connection.ts';
import type { RedisClient } from './redis-connection.ts';
import type { RunScript } from './redis-scripts.ts';
import type { FlowStore } from './flow-store.ts';

/** One key each, so that it lies on one node of a cluster whatever it is called. */
const keyOf = (key: string): string => `inlay:flow:${key}`;

/**
 * Keeps flows in Redis, which forgets each by itself. Where Redis loses its memory a flow is gone and begins anew; nothing
 * that ended comes back by it but a flow whose end was not on its disk yet, and a provider takes a code but once.
 */
export function createRedisFlowStore(client: RedisClient, run: RunScript): FlowStore {
  return {
    async create(key, value, lifetime) {
      return (await answered(client.set(keyOf(key), value, 'PX', lifetime, 'NX'))) === 'OK';
    },
    read: async (key) => (await answered(client.get(keyOf(key)))) ?? undefined,
    async replace(key, before, next) {
      return (await answered(run('inlayFlowReplace', keyOf(key), before, next))) === 1;
    },
    take: async (key) => (await answered(client.getdel(keyOf(key)))) ?? undefined,
    sweep: async () => undefined,
  };
}
