import { afterAll, beforeAll, describe } from 'vitest';
import { createTestApp } from './app.ts';
import type { TestApp, TestAppOptions } from './app.ts';
import { startPostgres } from './postgres.ts';
import type { TestPostgres } from './postgres.ts';
import { startCluster, startRedis, startSentinel } from './redis.ts';

/** Builds a server on the engine under test. Two of one `database` name are two processes on one database. */
export type OpenApp = (database?: string, options?: TestAppOptions) => Promise<TestApp>;

/** Runs one suite on the embedded database and on a real PostgreSQL: what it states holds on both. */
export function onEachEngine(name: string, suite: (open: OpenApp) => void): void {
  describe(`${name}, on SQLite`, () => {
    const folders = new Map<string, string>();
    withApps(suite, async (database, options) => {
      const dataDir = folders.get(database);
      const test = await createTestApp({ ...(dataDir === undefined ? {} : { dataDir }), ...options });
      folders.set(database, test.services.config.dataDir);
      return test;
    });
  });

  describe(`${name}, on PostgreSQL`, { timeout: 30_000 }, () => {
    const urls = new Map<string, string>();
    let postgres: TestPostgres | undefined;
    beforeAll(async () => {
      postgres = await startPostgres();
    }, 60_000);
    afterAll(() => postgres?.close());
    withApps(suite, async (database, options) => {
      const databaseUrl = urls.get(database) ?? (await postgres?.createDatabase()) ?? '';
      urls.set(database, databaseUrl);
      return createTestApp({ databaseUrl, ...options });
    });
  });
}

/**
 * Runs one suite on everything that keeps used links and sessions: both databases, and Redis alone, behind a Sentinel and
 * as a cluster. The links of one database name share one Redis.
 */
export function onEachStore(name: string, suite: (open: OpenApp) => void): void {
  onEachEngine(name, suite);
  onRedis(name, 'Redis', startRedis, suite);
  onRedis(name, 'Redis with a Sentinel', startSentinel, suite);
  onRedis(name, 'Redis Cluster', startCluster, suite);
}

function onRedis(
  name: string,
  engine: string,
  start: () => Promise<{ readonly url: string; close(): Promise<void> }>,
  suite: (open: OpenApp) => void,
): void {
  describe(`${name}, on ${engine}`, { timeout: 30_000 }, () => {
    const folders = new Map<string, string>();
    let redis: Awaited<ReturnType<typeof start>> | undefined;
    beforeAll(async () => {
      redis = await start();
    }, 60_000);
    afterAll(() => redis?.close());
    withApps(suite, async (_database, options) => {
      // One Redis serves one installation, and so has one database.
      const dataDir = folders.get('only');
      const redisUrl = redis?.url ?? '';
      const test = await createTestApp({ redisUrl, ...(dataDir === undefined ? {} : { dataDir }), ...options });
      folders.set('only', test.services.config.dataDir);
      return test;
    });
  });
}

function withApps(
  suite: (open: OpenApp) => void,
  open: (database: string, options: TestAppOptions) => Promise<TestApp>,
): void {
  const apps: TestApp[] = [];
  let names = 0;
  afterAll(async () => {
    // The first of each folder removes it, so it goes last.
    for (const app of apps.toReversed()) await app.close();
  });
  suite(async (database = `own-${(names += 1)}`, options = {}) => {
    const app = await open(database, options);
    apps.push(app);
    return app;
  });
}
