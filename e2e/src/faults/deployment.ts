import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../server/test/support/postgres.ts';
import type { TestPostgres } from '../../../server/test/support/postgres.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { prepareInstance } from './instance.ts';
import type { Instance, InstanceOptions } from './instance.ts';
import { createLoadPartner } from './partner.ts';
import type { LoadPartner } from './partner.ts';

/** What a deployment is made of. */
export interface DeploymentOptions {
  /** How many instances serve it; default 2. */
  readonly instances?: number;
  /** Redis, by its URL or as the port of one server, which the instances then reach through a proxy. Default: none. */
  readonly redis?: string | { readonly port: number } | undefined;
  /** What sets one instance apart from the others. */
  readonly setUp?: (index: number) => Partial<InstanceOptions>;
  /** A database that runs already; default: one of its own. */
  readonly postgres?: TestPostgres;
  /** The folder of the embedded database, to be used in place of PostgreSQL. */
  readonly embedded?: string;
}

/** Inlay as it is run for many: several instances, PostgreSQL, Redis, and a partner. */
export interface Deployment {
  readonly instances: readonly Instance[];
  readonly postgres: TestPostgres;
  /** URL of the database without the proxy. */
  readonly databaseUrl: string;
  /** Between the instances and PostgreSQL. */
  readonly postgresProxy: FaultProxy;
  /** Between the instances and the one Redis server, where there is one. */
  readonly redisProxy: FaultProxy;
  readonly partner: LoadPartner;
  /** Settings of the instances, for commands that work beside them. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts it all; resolves when each instance listens. */
export async function startDeployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const { instances: count = 2, redis, postgres = await startPostgres() } = options;
  const databaseUrl = await postgres.createDatabase();
  const postgresProxy = await startFaultProxy(postgres.port, 'other');
  const redisProxy = await startFaultProxy(typeof redis === 'object' ? redis.port : 0, 'redis');
  const redisUrl = typeof redis === 'object' ? `redis://127.0.0.1:${redisProxy.port}` : redis;
  const dataDir = mkdtempSync(join(tmpdir(), 'inlay-faults-'));
  const proxiedUrl = databaseUrl.replace(`:${postgres.port}/`, `:${postgresProxy.port}/`);
  const environment: Record<string, string> = {
    ...(options.embedded === undefined ? { INLAY_DATABASE_URL: proxiedUrl } : {}),
    INLAY_DATA_DIR: options.embedded ?? dataDir,
    INLAY_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    INLAY_LOG_LEVEL: 'warn',
    ...(redisUrl === undefined ? {} : { INLAY_REDIS_URL: redisUrl }),
  };
  const instances = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const own = options.setUp?.(index);
      return prepareInstance({ ...own, environment: { ...environment, ...own?.environment } });
    }),
  );
  await Promise.all(instances.map((instance) => instance.start()));
  const [first] = instances;
  return {
    instances,
    postgres,
    databaseUrl,
    postgresProxy,
    redisProxy,
    environment,
    partner: await createLoadPartner(environment, first?.port ?? 0),
    async close() {
      if (process.env['INLAY_FAULTS_TRACE']) console.log(instances.map((i) => i.log()).join('\n'));
      await Promise.all(instances.map((instance) => instance.kill()));
      await Promise.all([postgresProxy.close(), redisProxy.close()]);
      if (options.postgres === undefined) postgres.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
