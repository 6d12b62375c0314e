import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

/** A real PostgreSQL that one test file started for itself. */
export interface TestPostgres {
  readonly port: number;
  /** Where its files are, and whose. */
  readonly dataFolder: string;
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Id of the main process, whose children serve the connections. */
  pid(): number;
  /** Makes an empty database and answers its URL. */
  createDatabase(): Promise<string>;
  /** Carries out statements as its superuser, each by itself. */
  run(...statements: readonly string[]): Promise<void>;
  /** Stops the server the hard way, as a crash would, or in order. */
  stop(mode?: 'fast' | 'immediate'): void;
  start(): void;
  /** Sends a signal to the server and to each of its processes; SIGKILL resolves when they are gone. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Stops the server and removes its files. */
  close(): void;
}

/** How a test's PostgreSQL is run. */
export interface TestPostgresOptions {
  /** The folder its files go to, in one of their own; default: the system's for temporary files. */
  readonly parent?: string;
  /** Whether commits wait for the disk, as anywhere but in tests; default: no. */
  readonly durable?: boolean;
}

const nobody = 65_534;

/** Starts PostgreSQL 15 or newer on a free port of the loopback interface. Ends with the process at the latest. */
export async function startPostgres({
  parent = tmpdir(),
  durable = false,
}: TestPostgresOptions = {}): Promise<TestPostgres> {
  const programs = findPrograms();
  const folder = mkdtempSync(join(parent, 'inlay-pg-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, nobody, nobody);
  // PostgreSQL refuses to run as root.
  const run = (program: string, args: readonly string[]): void => {
    const command = [join(programs, program), ...args];
    const [name = '', ...rest] = isRoot
      ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', ...command]
      : command;
    execFileSync(name, rest, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env['PATH'] } });
  };
  const data = join(folder, 'data');
  const port = await freePort();
  const haste = durable ? '' : '-c fsync=off -c full_page_writes=off -c max_connections=300';
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 ${haste}`;
  let running = false;

  const server: Omit<TestPostgres, 'createDatabase' | 'run'> = {
    port,
    dataFolder: data,
    owner: isRoot ? { uid: nobody, gid: nobody } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    async signal(name) {
      const pids = [server.pid(), ...childrenOf(server.pid())];
      for (const pid of pids) process.kill(pid, name);
      if (name !== 'SIGKILL') return;
      while (pids.some(isAlive)) await delay(5);
      // Left behind, they keep the next start from starting while nobody has collected the killed process.
      for (const lock of ['data/postmaster.pid', `.s.PGSQL.${port}.lock`]) rmSync(join(folder, lock), { force: true });
      running = false;
    },
    start() {
      run('pg_ctl', ['-D', data, '-l', join(folder, 'log'), '-o', settings, '-w', '-t', '60', 'start']);
      running = true;
    },
    stop(mode = 'fast') {
      if (running) run('pg_ctl', ['-D', data, '-m', mode, '-w', 'stop']);
      running = false;
    },
    close() {
      process.off('exit', server.close);
      server.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  process.on('exit', server.close);
  run('initdb', ['-D', data, '-U', 'inlay', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']);
  server.start();
  async function runStatements(...statements: readonly string[]): Promise<void> {
    const client = new Client(`postgres://inlay@127.0.0.1:${port}/postgres`);
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  let databases = 0;
  return {
    ...server,
    run: runStatements,
    async createDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      await runStatements(`CREATE DATABASE ${name}`);
      return `postgres://inlay@127.0.0.1:${port}/${name}`;
    },
  };
}

/** Process ids of a process's children, as Linux lists them. */
function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

/** Whether a process runs; one that ended and was not collected yet does not. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function findPrograms(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).filter((name) => Number(name) >= 15) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) {
    throw new Error('These tests need PostgreSQL 15 or newer. On Debian: apt-get install postgresql');
  }
  return join(root, newest, 'bin');
}
