import type { Directory } from '../accounts/directory.ts';
import type { Config } from '../config.ts';
import { createOutbound } from '../http/outbound.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { FlowStore } from '../state/flow-store.ts';
import type { Notices } from '../state/notices.ts';
import type { SessionStore } from '../state/session-store.ts';
import { loadCatalogue } from './catalogue.ts';
import { createConnectionStore } from './connection-store.ts';
import { createConnections } from './connections.ts';
import type { ConnectionParts, Connections } from './connections.ts';
import { createCredentials } from './credentials/credentials.ts';
import type { Credentials } from './credentials/credentials.ts';
import type { CredentialsLog } from './credentials/parts.ts';
import { createEventHub } from './event-hub.ts';
import { createAuthorizations } from './oauth/authorizations.ts';
import type { Authorizations } from './oauth/authorizations.ts';
import { createOAuthClient } from './oauth/client.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { createProviders } from './providers.ts';
import { providers as builtIn } from './providers/index.ts';
import { createVendorConnections } from './vendor-connections.ts';
import type { VendorConnections } from './vendor-connections.ts';

/** What connections need from the services around them. */
export interface ConnectionSetup extends Omit<
  ConnectionParts,
  'outbound' | 'providers' | 'store' | 'events' | 'revoke'
> {
  readonly directory: Pick<Directory, 'remember' | 'vendorById' | 'customer' | 'member'>;
  readonly flows: FlowStore;
  readonly sessionStore: SessionStore;
  readonly notices: Notices;
  readonly metrics: Metrics;
  readonly config: Pick<Config, 'outboundAllowedHosts' | 'dataDir' | 'publicOrigin'>;
  /** Providers beside those of the catalogue. */
  readonly extraProviders: readonly ProviderEntry[];
  readonly log: CredentialsLog;
}

/** Connections with their timers and their way out, to be closed together. */
export interface ConnectionService extends Omit<Connections, 'close'> {
  readonly authorizations: Authorizations;
  readonly credentials: Credentials;
  readonly vendors: VendorConnections;
  close(): Promise<void>;
}

/** Milliseconds between two sweeps. */
const sweepInterval = 60_000;

/**
 * Loads the catalogue and starts the connections, clearing up what a process that died left behind. Throws a
 * CatalogueError where an entry is at fault.
 */
export function createConnectionService(setup: ConnectionSetup): ConnectionService {
  const { config, extraProviders, log, directory, flows, sessionStore, notices, metrics, ...parts } = setup;
  const { database, clock } = parts;
  const outbound = createOutbound({ allowedHosts: config.outboundAllowedHosts });
  const catalogue = loadCatalogue([...extraProviders, ...builtIn], outbound.faultOf);
  const providers = createProviders({ ...parts, directory, catalogue, faultOfAddress: outbound.faultOf });
  const store = createConnectionStore(database);
  const events = createEventHub(database, clock, notices);
  const client = createOAuthClient({ outbound, clock });
  const credentials = createCredentials({
    ...parts,
    store,
    events,
    log,
    metrics,
    catalogue,
    client,
    providers: providers.settings,
    dataDir: config.dataDir,
  });
  const { revoke } = credentials;
  const connections = createConnections({ ...parts, store, events, outbound, providers, revoke });
  const authorizations = createAuthorizations({
    ...parts,
    store,
    events,
    providers,
    client,
    directory,
    sessionStore,
    flows,
    metrics,
    publicOrigin: config.publicOrigin,
  });
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = (): void => {
    sweeping = connections.sweep().catch((error: unknown) => {
      log.warn({ err: error }, 'sweep of old connection events failed');
    });
  };
  const sweeper = setInterval(sweep, sweepInterval).unref();
  sweep();
  return {
    ...connections,
    authorizations,
    credentials,
    vendors: createVendorConnections({ ...parts, store, events, catalogue, revoke }),
    async close() {
      clearInterval(sweeper);
      authorizations.close();
      connections.close();
      await credentials.close();
      await sweeping;
      await outbound.close();
    },
  };
}
