import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { startTcpProxy } from './tcp-proxy.ts';

/** The program that the tests take for Redis: `redis-server`, or that of another server of its protocol. */
const program = process.env['INLAY_TEST_REDIS_SERVER'] ?? 'redis-server';

/** A real redis-server that a test started for itself, with a folder of its own. */
export interface TestRedis {
  readonly port: number;
  /** `redis://127.0.0.1:<port>`. */
  readonly url: string;
  /** Where it keeps its files: `dump.rdb`, `appendonlydir`. */
  readonly folder: string;
  readonly pid: number | undefined;
  /** A client for the test's own questions; closed with the server. */
  readonly client: Redis;
  /** Starts it again on the same port and folder; resolves when it answers. */
  start(): Promise<void>;
  /** Sends a signal: SIGKILL and SIGTERM resolve when the process is gone. */
  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

/** How a test's redis-server keeps its data. */
export interface TestRedisOptions {
  /** Default: `aof`. `snapshot` and `none` write nothing by themselves. */
  readonly persistence?: 'aof' | 'snapshot' | 'none';
  readonly port?: number;
  /** Further settings, by the names of redis.conf. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Lines that redis-server takes from a file alone, such as those of a Sentinel. */
  readonly config?: readonly string[];
  readonly args?: readonly string[];
}

/** Starts redis-server on a free port of the loopback interface. Ends with the process at the latest. */
export async function startRedis(options: TestRedisOptions = {}): Promise<TestRedis> {
  const { persistence = 'aof', port = await freePort(), settings = {}, config = [], args = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'inlay-redis-'));
  const file = join(folder, 'redis.conf');
  const lines = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '""',
    appendonly: persistence === 'aof' ? 'yes' : 'no',
    'repl-diskless-sync-delay': 0,
    ...settings,
  };
  writeFileSync(file, [...Object.entries(lines).map(([name, value]) => `${name} ${value}`), ...config, ''].join('\n'));
  let child: ChildProcess | undefined;
  const client = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
    ...(settings['requirepass'] === undefined ? {} : { password: String(settings['requirepass']) }),
  });
  client.on('error', () => undefined);
  const kill = (): void => void child?.kill('SIGKILL');
  process.on('exit', kill);

  const server: TestRedis = {
    port,
    url: `redis://127.0.0.1:${port}`,
    folder,
    client,
    get pid() {
      return child?.pid;
    },
    async start() {
      // Ends with this process, however that ends.
      const words = ['--pdeathsig', 'KILL', program, file, ...args];
      const started = spawn('setpriv', words, { cwd: folder, stdio: 'ignore' });
      child = started;
      await answering(port, started);
    },
    async signal(name) {
      const ending = child;
      if (ending === undefined) throw new Error(`this ${program} does not run`);
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill(name);
      if (name === 'SIGSTOP' || name === 'SIGCONT') return;
      if (ending.exitCode === null && ending.signalCode === null) await gone;
      child = undefined;
    },
    async close() {
      process.off('exit', kill);
      client.disconnect();
      if (child !== undefined) await server.signal('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** Waits until the server answers a PING in whatever words: also `NOAUTH` and `LOADING` are answers. */
async function answering(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${program} ended with status ${child.exitCode}`);
    const probe = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
    probe.on('error', () => undefined);
    try {
      await probe.connect();
      await probe.ping();
      return;
    } catch (error) {
      if (error instanceof Error && /NOAUTH/.test(error.message)) return;
      await delay(25);
    } finally {
      probe.disconnect();
    }
  }
  throw new Error(`${program} does not answer`);
}

/** A Sentinel with one master and one replica, which it promotes when the master is away for a second. */
export interface TestSentinel {
  readonly url: string;
  readonly master: TestRedis;
  readonly replica: TestRedis;
  readonly sentinel: TestRedis;
  /** From now on the replica hears nothing of what its master does, and does not know it. */
  cutReplicaOff(): void;
  close(): Promise<void>;
}

/** Starts a master, a replica that is in step with it, and one Sentinel whose word alone suffices. */
export async function startSentinel(): Promise<TestSentinel> {
  const master = await startRedis();
  const wire = await startTcpProxy(master.port);
  const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${wire.port}` } });
  const sentinel = await startRedis({
    persistence: 'none',
    args: ['--sentinel'],
    config: [
      `sentinel monitor inlay 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds inlay 1000',
      'sentinel failover-timeout inlay 3000',
    ],
  });
  await until(async () => /master_link_status:up/.test(await replica.client.info('replication')));
  await until(async () => ((await sentinel.client.call('SENTINEL', 'replicas', 'inlay')) as unknown[]).length === 1);
  return {
    url: `redis+sentinel://127.0.0.1:${sentinel.port}/inlay`,
    master,
    replica,
    sentinel,
    cutReplicaOff: () => void (wire.mode = 'silent'),
    async close() {
      for (const server of [sentinel, replica, master]) await server.close();
      await wire.close();
    },
  };
}

/** A cluster of three masters. */
export interface TestCluster {
  readonly url: string;
  readonly nodes: readonly TestRedis[];
  close(): Promise<void>;
}

/** Starts three nodes and shares the hash slots out among them. */
export async function startCluster(): Promise<TestCluster> {
  const nodes: TestRedis[] = [];
  for (let index = 0; index < 3; index += 1) {
    const port = await clusterPort();
    const settings = { 'cluster-enabled': 'yes', 'cluster-node-timeout': 2_000 };
    nodes.push(await startRedis({ port, settings }));
  }
  const bounds = [0, 5_461, 10_923, 16_384];
  for (const [index, { client }] of nodes.entries()) {
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
    await client.call('CLUSTER', 'ADDSLOTSRANGE', String(bounds[index]), String((bounds[index + 1] ?? 0) - 1));
  }
  for (const { client } of nodes.slice(1)) await client.call('CLUSTER', 'MEET', '127.0.0.1', String(nodes[0]?.port));
  for (const { client } of nodes) {
    await until(async () =>
      /cluster_state:ok[^]*cluster_known_nodes:3/.test(String(await client.call('CLUSTER', 'INFO'))),
    );
  }
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    nodes,
    async close() {
      for (const node of nodes) await node.close();
    },
  };
}

/** A free port whose cluster bus port (10,000 above) exists too. */
async function clusterPort(): Promise<number> {
  const port = await freePort();
  return port <= 55_000 ? port : clusterPort();
}

/** Asks again and again until the answer is yes; throws after 20 seconds. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('this did not come about within 20 seconds');
    await delay(50);
  }
}
