import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../src/connections/providers/index.ts';
import { freePort } from '../support/free-port.ts';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const program = file('bin/inlay.js');
const bundle = file('dist/app/main.js');
const dataDir = mkdtempSync(join(tmpdir(), 'inlay-bundle-'));
let environment: Record<string, string | undefined>;
let origin: string;
let child: ChildProcess;
let apiKey: string;

/** Runs a command of the program in its own process. */
const run = (...words: string[]): string =>
  execFileSync(process.execPath, [program, ...words], { env: environment, encoding: 'utf8' });

beforeAll(async () => {
  execFileSync(process.execPath, [file('scripts/build.ts')], { stdio: 'inherit' });
  const port = await freePort();
  origin = `http://localhost:${port}`;
  environment = {
    PATH: process.env['PATH'],
    INLAY_DATA_DIR: dataDir,
    INLAY_PORT: String(port),
    INLAY_PUBLIC_URL: origin,
  };
  const made = JSON.parse(run('vendors', 'create', '--name', 'Bundle', '--json')) as { apiKey: string };
  ({ apiKey } = made);
  child = spawn(process.execPath, [bundle, 'serve', '--json'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('{"publicOrigin"')) resolve();
    });
    child.once('exit', (status) => reject(new Error(`the bundle ended with ${status}`)));
  });
}, 120_000);

afterAll(async () => {
  if (child.exitCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(dataDir, { recursive: true, force: true });
});

async function api<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect([path, answer.status]).toEqual([path, method === 'POST' ? 201 : 200]);
  return (await answer.json()) as Answer;
}

describe('the bundle', () => {
  it('admits a viewer: customer, link, page with its files, redemption', async () => {
    await api('POST', '/customers', { name: 'C', externalId: 'c', embeddingOrigins: ['https://host.example'] });
    const { url, token } = await api<{ url: string; token: string }>('POST', '/direct-links', { customer: 'Ec' });
    const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
    const files = [...page.matchAll(/(?:src|href)="(\/embed\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThan(1);
    for (const path of [...files, '/sdk/inlay.js']) expect((await fetch(`${origin}${path}`)).status).toBe(200);
    const redeem = (): Promise<Response> =>
      fetch(`${origin}/direct_link/redeem`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, path: '/embedded/connections' }),
      });
    expect((await redeem()).status).toBe(200);
    expect((await redeem()).status).toBe(409);
  });

  it('has what is loaded only when it is asked for: description, documentation, metrics, providers', async () => {
    for (const path of ['/api/openapi.json', '/api/docs', '/metrics', '/health/ready', '/.well-known/jwks.json']) {
      expect([path, (await fetch(`${origin}${path}`)).status]).toEqual([path, 200]);
    }
    const { data } = await api<{ data: unknown[] }>('GET', '/providers');
    expect(data).toHaveLength(providers.length);
  });

  it('does what the other commands do, beside the server', () => {
    expect(run('--help')).toContain('explain');
    expect(JSON.parse(run('vendors', 'list', '--json'))).toBeDefined();
    expect(run('migrate')).toContain('Nothing to do.');
  });

  it('ends in order when it is told to', async () => {
    child.kill('SIGTERM');
    const [status] = (await once(child, 'exit')) as [number | null];
    expect(status).toBe(0);
  });
});

describe('the command', () => {
  it('runs the sources where they are newer than the bundle', () => {
    expect(existsSync(bundle)).toBe(true);
    const seen = (): string =>
      execFileSync(process.execPath, ['--input-type=module', '-e', look, program, '--version'], {
        env: environment,
        encoding: 'utf8',
      });
    // Tells which of the two was loaded, by the names that a stack in it has.
    const look = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      process.on('exit', () => console.log(loaded.filter((url) => /main\\.(?:ts|js)$/.test(url)).join()));
      await import(process.argv[1]);
    `;
    expect(seen()).toContain('dist/app/main.js');
    utimesSync(bundle, 0, 0);
    try {
      expect(seen()).toContain('src/main.ts');
    } finally {
      utimesSync(bundle, new Date(), new Date());
    }
  });
});
