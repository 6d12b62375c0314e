import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../../src/database/migrations/index.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const keys = `test:${Buffer.alloc(32, 7).toString('base64')}`;
const names = Object.keys(migrations);
const folders: string[] = [];
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => {
  postgres.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command; `serve` is told to end once it listens. */
function inlay(words: readonly string[], settings: Record<string, string>): Promise<Ended> {
  const env = { PATH: process.env['PATH'], INLAY_ENCRYPTION_KEYS: keys, INLAY_PORT: '0', ...settings };
  const child = spawn(process.execPath, [main, ...words, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stdout.includes('"publicOrigin"')) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr })));
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inlay-migrate-'));
  folders.push(folder);
  return folder;
}

describe('an empty database', () => {
  const engines = [
    { engine: 'PostgreSQL', settings: async () => ({ INLAY_DATABASE_URL: await postgres.createDatabase() }) },
    { engine: 'SQLite', settings: () => Promise.resolve({}) },
  ];
  it.each(engines)('on $engine is brought up to date once by processes that start at once', async ({ settings }) => {
    const environment = { INLAY_DATA_DIR: newFolder(), INLAY_LOG_LEVEL: 'silent', ...(await settings()) };
    const commands = ['migrate', 'serve', 'migrate', 'serve'];
    const all = await Promise.all(commands.map((command) => inlay([command], environment)));
    expect(all.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
      commands.map(() => ({ status: 0, stderr: '' })),
    );
    const migrated = all
      .filter((_, index) => commands[index] === 'migrate')
      .flatMap(({ stdout }) => (JSON.parse(stdout) as { migrated: string[] }).migrated);
    // Whatever one of them did, none of the others did again.
    expect(migrated).toEqual([...new Set(migrated)]);
    expect(JSON.parse((await inlay(['migrate'], environment)).stdout)).toEqual({ migrated: [] });
  });
});

describe('a database that this program is not for', () => {
  it('because a newer version changed it, is refused in plain words', async () => {
    const url = await postgres.createDatabase();
    const settings = { INLAY_DATABASE_URL: url, INLAY_DATA_DIR: newFolder() };
    expect(JSON.parse((await inlay(['migrate'], settings)).stdout)).toEqual({ migrated: names });
    await query(url, `INSERT INTO kysely_migration VALUES ('9999-of-tomorrow', now()::text)`);
    for (const command of ['migrate', 'serve']) {
      const { status, stderr } = await inlay([command], settings);
      expect(status).toBe(1);
      expect(stderr).toContain('brought up to date by a newer version of Inlay');
      expect(stderr).toContain('9999-of-tomorrow');
    }
  });

  it('because it is too old a PostgreSQL, is refused in plain words', async () => {
    const url = await postgres.createDatabase();
    // Says what a server of version 14 would, by a function that is found before the real one.
    await query(url, `CREATE FUNCTION public.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT '140011' $$`);
    const old = `${url}?options=${encodeURIComponent('-c search_path=public,pg_catalog')}`;
    const { status, stderr } = await inlay(['serve'], { INLAY_DATABASE_URL: old, INLAY_DATA_DIR: newFolder() });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'Inlay needs PostgreSQL 15 or newer; INLAY_DATABASE_URL leads to version 14.\n',
    });
  });

  it('because nobody answers there, is refused in plain words, without the password', async () => {
    const url = 'postgres://inlay:canary-password@127.0.0.1:9/inlay';
    const { status, stderr } = await inlay(['serve'], { INLAY_DATABASE_URL: url, INLAY_DATA_DIR: newFolder() });
    expect(status).toBe(1);
    expect(stderr).toContain('no connection to the database: connect ECONNREFUSED');
    expect(stderr).not.toContain('canary');
  });
});

it('a change of tables may take longer than any request', async () => {
  const url = await postgres.createDatabase();
  const holder = new Client(url);
  await holder.connect();
  // Another instance that is at it holds this lock.
  await holder.query('SELECT pg_advisory_lock(3853314791062309107)');
  const running = inlay(['migrate'], { INLAY_DATABASE_URL: url, INLAY_DATA_DIR: newFolder() });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await holder.end();
  expect(JSON.parse((await running).stdout)).toEqual({ migrated: names });
});

async function query(url: string, text: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(text);
  await client.end();
}
