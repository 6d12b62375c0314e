import { Cluster } from 'ioredis';
import type { Redis } from 'ioredis';
import type { RedisClient } from './redis-connection.ts';

/** What there is to know of the servers that hold the links. */
export interface RedisServers {
  /** Run ids of all masters: another text is another process somewhere, which may have other data. */
  readonly identity: string;
  readonly version: string;
  /** Whether every one writes an append-only file. Without it the end of a process loses the links used since a snapshot. */
  readonly persistence: 'aof' | 'none';
  /** Eviction policies that are not `noeviction`: a server with one forgets used links when its memory is full. */
  readonly unsafePolicies: readonly string[];
}

/** Asks every master who it is. Throws what Redis or the connection threw, also where a cluster knows no master. */
export async function readIdentity(client: RedisClient): Promise<string> {
  const infos = await Promise.all(mastersOf(client).map((node) => node.info('server')));
  if (infos.length === 0) throw new Error('no master of the cluster is known');
  return infos
    .map((info) => fieldOf(info, 'run_id'))
    .toSorted()
    .join(' ');
}

/** Names of the connections that the masters have. */
export async function readClientNames(client: RedisClient): Promise<ReadonlySet<string>> {
  const lists = await Promise.all(mastersOf(client).map((node) => node.client('LIST')));
  const names = lists.flatMap((list) => [...String(list).matchAll(/ name=(\S*)/g)].map(([, name = '']) => name));
  return new Set(names);
}

/** Asks every master who it is and how it is set up. */
export async function readServers(client: RedisClient): Promise<RedisServers> {
  const infos = await Promise.all(mastersOf(client).map((node) => node.info()));
  return {
    identity: infos
      .map((info) => fieldOf(info, 'run_id'))
      .toSorted()
      .join(' '),
    version:
      infos
        .map((info) => fieldOf(info, 'redis_version'))
        .toSorted()
        .at(0) ?? '',
    persistence: infos.every((info) => fieldOf(info, 'aof_enabled') === '1') ? 'aof' : 'none',
    unsafePolicies: infos.map((info) => fieldOf(info, 'maxmemory_policy')).filter((policy) => policy !== 'noeviction'),
  };
}

function mastersOf(client: RedisClient): readonly Redis[] {
  return client instanceof Cluster ? client.nodes('master') : [client];
}

function fieldOf(info: string, name: string): string {
  return new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
}
