import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createTestClock } from '../support/clock.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'inlay-commands-'));
let test: TestApp;

// The server runs all the while: every command works beside it.
beforeAll(async () => {
  test = await createTestApp({
    dataDir,
    clock: createTestClock(Date.now()),
    environment: { INLAY_ENCRYPTION_KEYS: '' },
  });
});
afterAll(async () => {
  await test.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function inlay(args: readonly string[], environment: Record<string, string> = {}): Promise<Run> {
  const env = {
    PATH: process.env['PATH'],
    INLAY_DATA_DIR: dataDir,
    INLAY_PUBLIC_URL: 'https://inlay.test',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const json = <T>({ stdout }: Run): T => JSON.parse(stdout) as T;
interface NewVendor {
  vendor: { id: string; key: string; name: string };
  adminCustomer: { id: string };
  apiKey: string;
}

describe('inlay', () => {
  it('names every command, and explains each with --help', async () => {
    const help = await inlay(['--help']);
    for (const name of [
      'serve',
      'migrate',
      'vendors',
      'providers',
      'links',
      'jodoo',
      'keys',
      'doctor',
      'explain',
      'demo',
    ]) {
      expect(help.stdout).toContain(`\n  ${name}`);
      const own = await inlay([name, '--help']);
      expect([own.status, own.stdout.includes('Usage: inlay')]).toEqual([0, true]);
    }
  }, 60_000);

  it('vendors create prints vendor, admin account and a key that works at once on the running server', async () => {
    const made = json<NewVendor>(await inlay(['vendors', 'create', '--name', 'Acme', '--json']));
    expect(made).toEqual({
      vendor: { id: expect.stringMatching(/^ven_/) as string, key: expect.any(String) as string, name: 'Acme' },
      adminCustomer: { id: expect.stringMatching(/^cus_/) as string },
      apiKey: expect.stringMatching(/^inl_/) as string,
    });
    const answer = await test.api(made.apiKey, 'GET', '/api/v1/customers');
    expect(answer.statusCode).toBe(200);
  }, 30_000);

  it('links mint, explain and keys rotate work while the server runs', async () => {
    const { apiKey, vendor } = json<NewVendor>(await inlay(['vendors', 'create', '--name', 'Rota', '--json']));
    await test.api(apiKey, 'POST', '/api/v1/signing-keys', { generate: { bits: 2048 } });
    await test.api(apiKey, 'POST', '/api/v1/customers', {
      name: 'C',
      externalId: 'c',
      embeddingOrigins: ['https://partner.test'],
    });
    const mint = (): Promise<Run> => inlay(['links', 'mint', '--vendor', vendor.key, '--customer', 'Ec', '--json']);
    const { url } = json<{ url: string }>(await mint());
    const explained = await inlay(['explain', url, '--json']);
    expect([explained.status, json<{ admitted: boolean }>(explained).admitted]).toEqual([0, true]);

    // A74: the private key is sealed anew under a new key; the server, which never saw that key, goes on signing.
    const rotated = json<{ kid: string; rewrapped: number }>(await inlay(['keys', 'rotate', '--json']));
    expect(rotated).toMatchObject({ kid: 'k2', rewrapped: 1 });
    const link = await test.api(apiKey, 'POST', '/api/v1/direct-links', { customer: 'Ec' });
    expect(link.statusCode).toBe(201);
    const again = await inlay(['keys', 'rotate']);
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('sealed anew with key k3') as string]);
    expect(again.stdout).toMatch(/Keep the old keys k2, k1 in the ring: .* Take them away after that day\./);
    expect((await mint()).status).toBe(0);
  }, 60_000);

  it('explain ends with 1 and says code, cause and remedy for a token that does not hold', async () => {
    const run = await inlay(['explain', 'not-a-token']);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('401 token_invalid');
    expect(run.stdout).toContain('Remedy');
  });

  it('doctor tells what passes and what fails, with the remedy', async () => {
    const run = await inlay(['doctor', '--json'], { INLAY_PUBLIC_URL: 'http://localhost:9' });
    const { checks } = json<{ checks: { name: string; result: string; remedy?: string }[] }>(run);
    const results = Object.fromEntries(checks.map(({ name, result }) => [name, result]));
    expect(results).toMatchObject({
      settings: 'pass',
      database: 'pass',
      'encryption keys': 'pass',
      'vendor Acme': 'fail',
    });
    expect(results['public address']).toBe('unknown');
    expect(run.status).toBe(1);
  });

  it('every fault of the settings is on stderr, and the exit status is 2', async () => {
    const run = await inlay(['serve'], { INLAY_PUBLIC_URL: 'http://inlay.example', INLAY_PORT: 'x' });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('INLAY_PUBLIC_URL');
    expect(run.stderr).toContain('INLAY_PORT');
    expect(run.stdout).toBe('');
  });

  it('doctor reports every fault of the settings, with the same exit status', async () => {
    const run = await inlay(['doctor', '--json'], { INLAY_PORT: 'x', INLAY_TRUST_PROXY: 'true' });
    const { checks } = json<{ checks: { name: string; reason: string }[] }>(run);
    expect(checks.map(({ reason }) => reason.split(':')[0])).toEqual(['INLAY_PORT', 'INLAY_TRUST_PROXY']);
    expect(run.status).toBe(2);
  });

  it('migrate says that there is nothing to do', async () => {
    expect(json(await inlay(['migrate', '--json']))).toEqual({ migrated: [] });
  });

  it('serve says plainly that a port is taken', async () => {
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    const address = test.app.server.address();
    const port = String(typeof address === 'object' && address !== null ? address.port : 0);
    const run = await inlay(['serve'], {
      INLAY_PORT: port,
      INLAY_PUBLIC_URL: `http://localhost:${port}`,
      INLAY_LOG_LEVEL: 'silent',
    });
    expect([run.status, run.stderr.includes(`Port ${port} is taken`)]).toEqual([1, true]);
  });
});
