import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startPostgres } from '../../server/test/support/postgres.ts';
import { startRedis } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { publicHost } from './load/requests.ts';

/** What the server keeps its data in: SQLite; PostgreSQL; PostgreSQL and Redis. */
export type Engines = 'embedded' | 'postgres' | 'redis';

/** Engines that run, on this machine, for the server alone. */
export interface RunningEngines {
  /** Settings that make the server use them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly redis: TestRedis | undefined;
  /** Ids of their processes. */
  readonly pids: readonly number[];
  close(): Promise<void>;
}

/** Measures that one vendor's whole load does not use up. They are counted all the same. */
const limits = { INLAY_RATE_LIMIT_API_KEY: '1000000', INLAY_RATE_LIMIT_VENDOR: '1000000' };

/** Starts what the server keeps its data in; `folder` takes the embedded database. */
export async function startEngines(engines: Engines, folder: string): Promise<RunningEngines> {
  const common = { INLAY_PUBLIC_URL: `https://${publicHost}`, INLAY_TRUST_PROXY: 'loopback', ...limits };
  if (engines === 'embedded') {
    const environment = { ...common, INLAY_DATA_DIR: join(folder, 'data') };
    return { environment, redis: undefined, pids: [], close: async () => undefined };
  }
  const postgres = await startPostgres({ durable: true });
  // An append-only file, written out each second: what docs/operations.md asks for.
  const redis = engines === 'redis' ? await startRedis({ persistence: 'aof' }) : undefined;
  return {
    environment: {
      ...common,
      INLAY_DATABASE_URL: await postgres.createDatabase(),
      INLAY_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      ...(redis === undefined ? {} : { INLAY_REDIS_URL: redis.url }),
    },
    redis,
    pids: [postgres.pid(), ...(redis?.pid === undefined ? [] : [redis.pid])],
    async close() {
      await redis?.close();
      postgres.close();
    },
  };
}
