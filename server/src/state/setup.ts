import type { Clock } from '../clock.ts';
import type { Database } from '../database/open.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { createDatabaseFlowStore } from './database-flow-store.ts';
import { createDatabaseSessionStore } from './database-session-store.ts';
import type { FlowStore } from './flow-store.ts';
import type { Notices } from './notices.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { RedisTarget } from './redis-url.ts';
import type { GuardLog, ReplayGuard } from './replay-guard.ts';
import type { SessionStore } from './session-store.ts';

/** The Redis of a deployment, as health checks see it. */
export interface RedisState {
  readonly connection: RedisConnection;
  readonly guard: ReplayGuard;
  /** Whether every server writes an append-only file; `undefined` before it was asked. */
  persistence(): 'aof' | 'none' | undefined;
}

/** Short-lived state and what processes tell each other, on the engine that the settings name. */
export interface State {
  readonly sessionStore: SessionStore;
  readonly flows: FlowStore;
  readonly notices: Notices;
  readonly redis: RedisState | undefined;
  /**
   * Makes ready to serve. Throws a ConfigError where Redis may throw used links away, and an error where it does not
   * answer: a server that starts is one that can admit.
   */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface StateParts {
  readonly config: { readonly redis: RedisTarget | undefined };
  readonly database: Database;
  readonly clock: Clock;
  readonly log: GuardLog;
  readonly metrics: Metrics;
  readonly clockSkewMax?: number | undefined;
}

/** Without Redis, processes tell each other nothing: each looks into the database. */
const noNotices: Notices = { publish: () => undefined, subscribe: () => undefined };

/** Opens the engine: Redis where it is set, the database otherwise. Only what is needed is loaded. */
export async function openState(parts: StateParts): Promise<State> {
  const { config, database, clock } = parts;
  if (config.redis !== undefined) {
    const { openRedisState } = await import('./redis-state.ts');
    return openRedisState(config.redis, parts);
  }
  const sessionStore = createDatabaseSessionStore(database);
  return {
    sessionStore,
    flows: createDatabaseFlowStore(database, clock),
    notices: noNotices,
    redis: undefined,
    start: () => sessionStore.start(),
    close: () => sessionStore.close(),
  };
}
