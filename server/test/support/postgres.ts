import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

/** A real PostgreSQL that one test file started for itself. */
export interface TestPostgres {
  /** Makes an empty database and answers its URL. */
  createDatabase(): Promise<string>;
  /** Stops the server the hard way, as a crash would, or in order. */
  stop(mode?: 'fast' | 'immediate'): void;
  start(): void;
  /** Stops the server and removes its files. */
  close(): void;
}

const nobody = 65_534;

/** Starts PostgreSQL 15 or newer on a free port of the loopback interface. Ends with the process at the latest. */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = findPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'inlay-pg-'));
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
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off`;
  let running = false;

  const server: Omit<TestPostgres, 'createDatabase'> = {
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
  let databases = 0;
  return {
    ...server,
    async createDatabase() {
      databases += 1;
      const client = new Client(`postgres://inlay@127.0.0.1:${port}/postgres`);
      await client.connect();
      await client.query(`CREATE DATABASE test_${databases}`);
      await client.end();
      return `postgres://inlay@127.0.0.1:${port}/test_${databases}`;
    },
  };
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
