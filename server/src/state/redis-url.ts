/** Where Redis is and how to reach it. */
export interface RedisTarget {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** The server; the Sentinels; or nodes of the cluster to begin with. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Number of the database. A cluster has 0 alone. */
  readonly db: number;
  /** Name that the Sentinels know the master by. */
  readonly master: string | undefined;
  /** Whether the Sentinels ask for no password: else they are shown the same user and password as Redis. */
  readonly sentinelsOpen: boolean;
}

/** Forms that are taken, for the messages that refuse another. */
export const redisUrlForms =
  'redis://host:6379[/db], redis+sentinel://host:26379,host:26379/master[/db][?sentinels=open] or redis+cluster://host:6379,host:6379 (rediss for TLS)';

const form = /^(rediss?)(?:[+-](sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(\/[^?#]*)?(\?sentinels=open)?$/i;
const defaultPorts = { single: 6379, sentinel: 26_379, cluster: 6379 };

/**
 * Reads the address of Redis. `redis` and `rediss` are the schemes registered with IANA; Sentinel and Cluster have no
 * registered scheme, so both spellings that are about are taken (`redis+sentinel`, `redis-sentinel`).
 * Answers `undefined` for what is of no form.
 */
export function parseRedisUrl(text: string): RedisTarget | undefined {
  const [, scheme = '', variant, credentials = '', authority = '', path = '', open] = form.exec(text) ?? [];
  if (scheme === '') return undefined;
  const kind = variant?.toLowerCase() === 'sentinel' ? 'sentinel' : variant === undefined ? 'single' : 'cluster';
  const hosts = authority.split(',').map((entry) => readHost(entry, defaultPorts[kind]));
  const known = hosts.filter((host) => host !== undefined);
  if (known.length !== hosts.length || (kind === 'single' && hosts.length !== 1)) return undefined;
  const segments = path.split('/').slice(1).map(decode);
  const master = kind === 'sentinel' ? segments.shift() : undefined;
  const [db = '', ...rest] = segments;
  if (rest.length > 0 || !/^\d{0,4}$/.test(db) || (kind === 'sentinel' && !master)) return undefined;
  if (kind === 'cluster' && Number(db) !== 0) return undefined;
  if (kind !== 'sentinel' && open !== undefined) return undefined;
  const [, user = '', , secret = ''] = /^([^:]*)(:(.*))?$/s.exec(credentials) ?? [];
  const [username, password] = [decode(user), decode(secret)];
  if (username === undefined || password === undefined || segments.includes(undefined)) return undefined;
  return {
    kind,
    hosts: known,
    tls: scheme.toLowerCase() === 'rediss',
    username: username || undefined,
    password: password || undefined,
    db: Number(db),
    master,
    sentinelsOpen: open !== undefined,
  };
}

/** Says where Redis is without saying how one gets in. */
export function describeRedisTarget({ kind, hosts, master }: RedisTarget): string {
  const places = hosts
    .map(({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`))
    .join(', ');
  if (kind === 'single') return places;
  return kind === 'cluster' ? `the cluster at ${places}` : `the master ${master} by the Sentinels at ${places}`;
}

function readHost(text: string, defaultPort: number): { host: string; port: number } | undefined {
  const [, v6, name, digits] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = v6 ?? name;
  const port = digits === undefined ? defaultPort : Number(digits);
  return host === undefined || port === 0 || port > 65_535 ? undefined : { host, port };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
