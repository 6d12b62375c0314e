import type { Directory } from '../accounts/directory.ts';
import { createOutbound } from '../http/outbound.ts';
import { loadCatalogue } from './catalogue.ts';
import { createConnections } from './connections.ts';
import type { ConnectionParts, Connections } from './connections.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { createProviders } from './providers.ts';
import { providers as builtIn } from './providers/index.ts';

/** What connections need from the services around them. */
export interface ConnectionSetup extends Omit<ConnectionParts, 'outbound' | 'providers'> {
  readonly directory: Pick<Directory, 'remember'>;
  readonly config: { readonly outboundAllowedHosts: readonly string[] };
  /** Providers beside those of the catalogue. */
  readonly extraProviders: readonly ProviderEntry[];
  readonly log: { warn(fields: object, message: string): void };
}

/** Connections with their timers and their way out, to be closed together. */
export interface ConnectionService extends Omit<Connections, 'close'> {
  close(): Promise<void>;
}

/** Milliseconds between two sweeps. */
const sweepInterval = 60_000;

/**
 * Loads the catalogue and starts the connections, clearing up what a process that died left behind. Throws a
 * CatalogueError where an entry is at fault.
 */
export function createConnectionService(setup: ConnectionSetup): ConnectionService {
  const { config, extraProviders, log, directory, ...parts } = setup;
  const outbound = createOutbound({ allowedHosts: config.outboundAllowedHosts });
  const catalogue = loadCatalogue([...extraProviders, ...builtIn], outbound.faultOf);
  const providers = createProviders({ ...parts, directory, catalogue, faultOfAddress: outbound.faultOf });
  const connections = createConnections({ ...parts, outbound, providers });
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
    async close() {
      clearInterval(sweeper);
      connections.close();
      await sweeping;
      await outbound.close();
    },
  };
}
