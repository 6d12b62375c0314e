import { createDirectory } from './accounts/directory.ts';
import type { Directory } from './accounts/directory.ts';
import { createAuditLog } from './audit/audit-log.ts';
import type { AuditLog } from './audit/audit-log.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { rereadRing } from './config.ts';
import type { Config } from './config.ts';
import type { ProviderEntry } from './connections/provider-entry.ts';
import { createConnectionService } from './connections/setup.ts';
import type { ConnectionService } from './connections/setup.ts';
import { Vault } from './crypto/sealing.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase } from './database/open.ts';
import type { Database } from './database/open.ts';
import { createAdmission } from './direct-links/admission.ts';
import type { Admission } from './direct-links/admission.ts';
import { createMint } from './direct-links/mint.ts';
import type { Mint } from './direct-links/mint.ts';
import { createSigner } from './direct-links/sign.ts';
import { createJodooService } from './jodoo/setup.ts';
import type { JodooService } from './jodoo/setup.ts';
import { createLogger } from './log.ts';
import type { Logger } from './log.ts';
import { measuredLimits, measuredSessions } from './metrics/measured.ts';
import { createMetrics } from './metrics/metrics.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createSessions } from './sessions/sessions.ts';
import type { Sessions } from './sessions/sessions.ts';
import { createRateLimits } from './http/rate-limits.ts';
import type { RateLimits } from './http/rate-limits.ts';
import type { FlowStore } from './state/flow-store.ts';
import type { SessionStore } from './state/session-store.ts';
import { tracedAdmission } from './tracing/traced-admission.ts';
import { openState } from './state/setup.ts';
import type { Notices } from './state/notices.ts';
import type { RedisState } from './state/setup.ts';

/** Everything the routes and commands work with: engines and domain services, put together once. */
export interface Services {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly database: Database;
  readonly directory: Directory;
  readonly sessionStore: SessionStore;
  /** Flows that end within minutes. */
  readonly flows: FlowStore;
  readonly sessions: Sessions;
  readonly admission: Admission;
  readonly mint: Mint;
  readonly audit: AuditLog;
  readonly vault: Vault;
  readonly connections: ConnectionService;
  readonly jodoo: JodooService;
  readonly limits: RateLimits;
  /** `undefined` where the database keeps used links and sessions. */
  readonly redis: RedisState | undefined;
  /** Makes ready to serve: see `State.start`; begins to renew tokens. Commands that admit nobody need it not. */
  start(): Promise<void>;
  /** Stops timers, writes what waits and closes the database. */
  close(): Promise<void>;
}

/** Where the process is in its life. */
export interface Lifecycle {
  /** Set once the process was told to end: it still answers, and is not ready for more. */
  isDraining: boolean;
}

/** What tests may put in place of the machine's own. */
export interface ServiceOptions {
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Providers beside those of the catalogue, such as one that runs locally for a demonstration. */
  readonly extraProviders?: readonly ProviderEntry[];
  /** Milliseconds by which the clock may differ from that of Redis; default 10,000. */
  readonly clockSkewMax?: number;
}

/** Milliseconds between two sweeps of records that need not be kept. */
const sweepInterval = 60_000;

/** Opens the engines that `config` names, brings the schema up to date and builds the services on them. */
export async function createServices(config: Config, options: ServiceOptions = {}): Promise<Services> {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLogger('silent');
  const metrics = createMetrics();
  const database = await openDatabase(config, metrics);
  try {
    await migrate(config, database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  const state = await openState({ config, database, clock, log, metrics, clockSkewMax: options.clockSkewMax });
  const { sessionStore, flows, notices, redis } = state;
  const directory = shared(createDirectory(database, clock), notices);
  const audit = createAuditLog(database, clock, (message, error) => log.error({ err: error }, message), metrics);
  const sessions = measuredSessions(createSessions(sessionStore, directory, clock), metrics);
  const limits = measuredLimits(createRateLimits(config.rateLimits, redis?.connection.client), metrics);
  const admission = tracedAdmission(
    createAdmission(directory, sessions, audit, clock, config.publicOrigin, limits.vendor),
  );
  const vault = new Vault(config.encryptionKeys, () => rereadRing(config));
  const signer = createSigner();
  const mint = createMint({ database, directory, audit, clock, vault }, config.publicOrigin, signer);
  const { extraProviders = [] } = options;
  const connections = createConnectionService({
    config,
    database,
    directory,
    clock,
    vault,
    audit,
    log,
    metrics,
    flows,
    sessionStore,
    extraProviders,
    notices,
    attempts: limits.attempts,
  });
  const jodoo = createJodooService({ config, database, directory, audit, clock, vault, flows, mint });
  const sweeper = setInterval(() => {
    sessionStore.sweep(clock()).catch((error: unknown) => log.warn({ err: error }, 'sweep of old sessions failed'));
    flows.sweep().catch((error: unknown) => log.warn({ err: error }, 'sweep of old flows failed'));
  }, sweepInterval).unref();
  return {
    config,
    clock,
    log,
    metrics,
    lifecycle: { isDraining: false },
    database,
    directory,
    sessionStore,
    flows,
    sessions,
    admission,
    mint,
    audit,
    vault,
    connections,
    jodoo,
    limits,
    redis,
    async start() {
      await state.start();
      await connections.credentials.start();
    },
    async close() {
      clearInterval(sweeper);
      directory.close();
      await connections.close();
      await jodoo.close();
      await signer.close();
      await audit.close();
      await state.close();
      await database.destroy();
    },
  };
}

/** Has other processes forget a vendor at once when this one changes it, and this one when another does. */
function shared(directory: Directory, notices: Notices): Directory {
  notices.subscribe('accounts', (vendorId) => directory.changed(vendorId));
  return {
    ...directory,
    changed(vendorId) {
      directory.changed(vendorId);
      notices.publish('accounts', vendorId);
    },
  };
}
