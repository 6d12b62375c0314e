import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { buildApp } from '../../src/app.ts';
import type { App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { ProviderEntry } from '../../src/connections/provider-entry.ts';
import { createServices } from '../../src/services.ts';
import type { Services } from '../../src/services.ts';
import { createAccounts } from './accounts.ts';
import type { TestAccounts } from './accounts.ts';
import { createTestClock } from './clock.ts';
import type { TestClock } from './clock.ts';
import { captureLog } from './log.ts';
import type { CapturedLog } from './log.ts';

/** What a test may set otherwise. */
export interface TestAppOptions {
  /** PostgreSQL to use; default: an embedded database in a folder of its own. */
  readonly databaseUrl?: string;
  /** Redis to use; default: the database keeps used links and sessions. */
  readonly redisUrl?: string;
  /** Milliseconds by which the test's clock may differ from that of Redis; default: whatever it does. */
  readonly clockSkewMax?: number;
  /** Folder that stays after `close`, for tests that start again on the same data. */
  readonly dataDir?: string;
  readonly clock?: TestClock;
  /** Further settings, by the names of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly extraProviders?: readonly ProviderEntry[];
}

/** A whole server on a real database, with a clock and a log that the test owns. It does not listen. */
export interface TestApp {
  readonly app: App;
  readonly services: Services;
  readonly clock: TestClock;
  readonly log: CapturedLog;
  readonly accounts: TestAccounts;
  /** Calls the partner API with an API key. A `body` goes as JSON. */
  api(apiKey: string, method: Method, url: string, body?: unknown, headers?: Headers): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD' | 'OPTIONS';
type Headers = Readonly<Record<string, string>>;

/** Builds a server for tests; `close` it when done. The public origin is `https://inlay.test`. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { databaseUrl, redisUrl, clock = createTestClock(), clockSkewMax, environment, extraProviders = [] } = options;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'inlay-test-'));
  const log = captureLog();
  const config = readConfig({
    INLAY_PUBLIC_URL: 'https://inlay.test',
    INLAY_DATA_DIR: dataDir,
    INLAY_DATABASE_URL: databaseUrl,
    INLAY_REDIS_URL: redisUrl,
    INLAY_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    ...environment,
  });
  const services = await createServices(config, {
    clock: clock.now,
    log: log.logger,
    extraProviders,
    clockSkewMax: clockSkewMax ?? Number.MAX_SAFE_INTEGER,
  });
  try {
    await services.start();
  } catch (error) {
    await services.close();
    throw error;
  }
  const app = await buildApp(services);
  await app.ready();
  return {
    app,
    services,
    clock,
    log,
    accounts: createAccounts(services),
    api: (apiKey, method, url, body, headers = {}) =>
      app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      }),
    async close() {
      await app.close();
      await services.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
