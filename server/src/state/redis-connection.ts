import { InlayError } from '@inlay/shared';
import { Cluster, Redis } from 'ioredis';
import { DirectConnector, MasterConnector } from './redis-connector.ts';
import { describeRedisTarget } from './redis-url.ts';
import type { RedisTarget } from './redis-url.ts';

/** A client of a single server (Sentinel included) or of a cluster. */
export type RedisClient = Redis | Cluster;

/** Milliseconds that a command may take before its outcome counts as unknown. */
export const commandTimeout = 900;
/** Milliseconds between attempts to reach a Redis that is away: a fault's end is noticed within one. */
const retryDelay = 200;

/** What is gathered before it is sent (`link-checks.ts`). */
const gathered = ['inlayAdmit'];

/** What the connections of a process are called, so that others can tell whether it is still there. */
export const clientName = (processId: string): string => `inlay-${processId}`;

/** A connection to Redis, and what became of it. */
export interface RedisConnection {
  readonly client: RedisClient;
  readonly target: RedisTarget;
  /** Where Redis is, without credentials. */
  readonly place: string;
  /** The last failure to connect or to stay connected; `undefined` while all is well. */
  lastError(): string | undefined;
  /** Another client of the same Redis, for a subscription. */
  duplicate(): RedisClient;
  close(): void;
}

/**
 * Opens a connection that fails closed: what cannot be sent now is refused now (no offline queue), what was sent and not
 * answered is not sent again (it may have been carried out), and whatever takes too long counts as failed. `name` is
 * what Redis calls the connection by.
 */
export function openRedis(target: RedisTarget, name = 'inlay'): RedisConnection {
  let failure: string | undefined;
  const clients: RedisClient[] = [];

  function connect(connectionName: string): RedisClient {
    const client = createClient(target, connectionName);
    client.on('error', (error: Error) => void (failure = reasonOf(error)));
    client.on('ready', () => void (failure = undefined));
    clients.push(client);
    return client;
  }

  return {
    client: connect(name),
    target,
    place: describeRedisTarget(target),
    lastError: () => failure,
    duplicate: () => connect('inlay-notices'),
    close: () => clients.forEach((client) => client.disconnect()),
  };
}

/**
 * Has a client connect that does not try by itself. One that waits to connect anew is left alone: ioredis would open a
 * second connection beside, and keep one of them for ever.
 */
export function wake(client: RedisClient): void {
  if (client.status === 'wait' || client.status === 'end') client.connect().catch(() => undefined);
}

/** Resolves when the client is connected, or after `patience` milliseconds whatever it is then. */
export async function settled(client: RedisClient, patience: number): Promise<void> {
  wake(client);
  if (client.status === 'ready') return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      client.off('ready', done);
      resolve();
    };
    const timer = setTimeout(done, patience);
    client.on('ready', done);
  });
}

function createClient(target: RedisTarget, connectionName: string): RedisClient {
  const { kind, hosts, tls, username, password, db, master, sentinelsOpen } = target;
  const connection = {
    connectTimeout: 1_000,
    commandTimeout,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    maxLoadingRetryTime: retryDelay,
    connectionName,
    disableClientInfo: true,
    lazyConnect: true,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
  };
  if (kind === 'cluster') {
    return new Cluster([...hosts], {
      lazyConnect: true,
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      autoPipeliningIgnoredCommands: gathered,
      clusterRetryStrategy: () => retryDelay,
      slotsRefreshInterval: 1_000,
      slotsRefreshTimeout: 1_000,
      // What a failing node did not answer may have been carried out: it is not sent again.
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      redisOptions: { ...connection, Connector: DirectConnector },
    });
  }
  const options = {
    ...connection,
    db,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    autoPipeliningIgnoredCommands: gathered,
    retryStrategy: () => retryDelay,
  };
  const [first] = hosts;
  if (kind === 'single') return new Redis({ ...options, ...first, Connector: DirectConnector });
  return new Redis({
    ...options,
    Connector: MasterConnector,
    sentinels: [...hosts],
    name: master ?? '',
    enableTLSForSentinelMode: tls,
    ...(tls ? { sentinelTLS: {} } : {}),
    ...(sentinelsOpen || username === undefined ? {} : { sentinelUsername: username }),
    ...(sentinelsOpen || password === undefined ? {} : { sentinelPassword: password }),
    sentinelRetryStrategy: () => retryDelay,
    failoverDetector: true,
    // A master that was demoted answers so: the Sentinels know who is master now.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  });
}

/** Why it failed, in one line. A cluster's error holds those of its nodes. */
function reasonOf(error: Error): string {
  const { lastNodeError } = error as { lastNodeError?: Error };
  return lastNodeError === undefined ? error.message : `${error.message}: ${lastNodeError.message}`;
}

/** Whatever keeps Redis from answering is an outage to those who ask. */
export async function answered<Answer>(reply: Promise<Answer>): Promise<Answer> {
  try {
    return await reply;
  } catch (cause) {
    throw new InlayError('service_unavailable', { cause, retryAfter: 2 });
  }
}
