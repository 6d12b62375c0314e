import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError } from '../config.ts';
import { createRedisNotices } from './notices.ts';
import { createRedisFlowStore } from './redis-flow-store.ts';
import { clientName, openRedis, settled } from './redis-connection.ts';
import { defineScripts } from './redis-scripts.ts';
import type { RunScript } from './redis-scripts.ts';
import { readServers } from './redis-servers.ts';
import { createRedisSessionStore } from './redis-session-store.ts';
import type { RedisTarget } from './redis-url.ts';
import { createGuardRows } from './replay-guard-rows.ts';
import { createReplayGuard } from './beating-guard.ts';
import type { State, StateParts } from './setup.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** Milliseconds to wait for Redis at the start. */
const startPatience = 10_000;
/** Failures that no waiting mends. */
const lasting = /WRONGPASS|NOAUTH|NOPERM|certificate/i;
/** Redis's first version whose scripts and expiry options are used here; Valkey answers as 7.2 or newer. */
const oldestMajor = 7;

/** Short-lived state on Redis. */
export function openRedisState(
  target: RedisTarget,
  { database, clock, log, metrics, clockSkewMax }: StateParts,
): State {
  const id = randomUUID();
  const connection = openRedis(target, clientName(id));
  const { client, place } = connection;
  const run = measured(defineScripts(client), metrics);
  const rows = createGuardRows(database);
  const skewMax = clockSkewMax === undefined ? {} : { skewMax: clockSkewMax };
  const guard = createReplayGuard({ id, client, run, rows, clock, log, ...skewMax });
  const sessionStore = createRedisSessionStore(client, run, guard, target.kind === 'cluster');
  metrics.watch('replayStoreReady', [], () => (guard.state().ready ? 1 : 0));
  metrics.watch('replayStoreLosses', [], () => guard.state().losses);
  let persistence: 'aof' | 'none' | undefined;

  /** Asks until Redis answers, or for as long as there is patience. */
  async function ask(): Promise<Awaited<ReturnType<typeof readServers>>> {
    const giveUpAt = performance.now() + startPatience;
    for (;;) {
      try {
        await settled(client, 500);
        return await readServers(client);
      } catch (error) {
        const why = connection.lastError() ?? (error as Error).message;
        if (performance.now() > giveUpAt || lasting.test(why)) {
          throw new Error(`Redis at ${place} does not answer: ${why}`, { cause: error });
        }
        await delay(100);
      }
    }
  }

  return {
    sessionStore,
    flows: createRedisFlowStore(client, run),
    notices: createRedisNotices(client, () => connection.duplicate()),
    redis: { connection, guard, persistence: () => persistence },
    async start() {
      const servers = await ask();
      if (Number.parseInt(servers.version, 10) < oldestMajor) {
        throw new ConfigError([`INLAY_REDIS_URL: Redis at ${place} is ${servers.version}; 7 or newer is needed`]);
      }
      if (servers.unsafePolicies.length > 0) {
        throw new ConfigError([
          `INLAY_REDIS_URL: Redis at ${place} has maxmemory-policy ${servers.unsafePolicies.join(', ')}, by which it ` +
            'throws used links away when its memory is full; set maxmemory-policy noeviction',
        ]);
      }
      persistence = servers.persistence;
      if (persistence === 'none') {
        const remedy = 'set appendonly yes: without it a restart of Redis makes links fail for a minute';
        log.warn({ redis: place, remedy }, 'Redis keeps no append-only file');
      }
      await sessionStore.start();
    },
    async close() {
      await sessionStore.close();
      connection.close();
    },
  };
}

/** Takes the time of every script that is run. */
function measured(run: RunScript, metrics: Metrics): RunScript {
  return async (name, ...words) => {
    const startedAt = performance.now();
    let outcome: 'ok' | 'error' = 'error';
    try {
      const answer = await run(name, ...words);
      outcome = 'ok';
      return answer;
    } finally {
      metrics.observeStore('redis', operations[name], (performance.now() - startedAt) / 1000, outcome);
    }
  };
}

const operations = {
  inlayAdmit: 'admit',
  inlayTouch: 'touch',
  inlayEnd: 'end',
  inlayRelease: 'release',
  inlayBeat: 'beat',
  inlayRevive: 'revive',
  inlayPlant: 'plant',
  inlayFlowReplace: 'replace',
} as const;
