import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'inlay-vendors-'));
let test: TestApp;

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
interface NewVendor {
  readonly vendor: { id: string; key: string; name: string };
  readonly adminCustomer: { id: string };
  readonly apiKey: string;
}

function inlay(args: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> {
  const env = {
    PATH: process.env['PATH'],
    INLAY_DATA_DIR: dataDir,
    INLAY_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

beforeAll(async () => {
  test = await createTestApp({ dataDir });
});
afterAll(async () => {
  await test.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('inlay vendors, while the server runs', { timeout: 60_000 }, () => {
  it('makes a vendor that the running server knows at once', async () => {
    const { status, stdout } = await inlay(['vendors', 'create', '--name', 'Größe & Co', '--json']);
    expect(status).toBe(0);
    const made = JSON.parse(stdout) as NewVendor;
    expect(made).toEqual({
      vendor: {
        id: expect.stringMatching(/^ven_/) as string,
        key: expect.stringMatching(/^[0-9a-z]{20,}$/) as string,
        name: 'Größe & Co',
      },
      adminCustomer: { id: expect.stringMatching(/^cus_/) as string },
      apiKey: expect.stringMatching(/^inl_/) as string,
    });
    const page = await test.api(made.apiKey, 'GET', '/api/v1/customers');
    expect(page.json<{ data: { id: string }[] }>().data.map(({ id }) => id)).toEqual([made.adminCustomer.id]);
    const events = await test.api(made.apiKey, 'GET', '/api/v1/audit-events?action=vendor.created');
    expect(events.json<{ data: unknown[] }>().data).toMatchObject([{ actor: 'cli', target: made.vendor.id }]);
  });

  it('says it in words without --json', async () => {
    const { stdout } = await inlay(['vendors', 'create', '--name', 'Plain']);
    expect(stdout).toMatch(/vendor key\s+[0-9a-z]{20,}/);
    expect(stdout).toMatch(/API key\s+inl_\w+/);
    expect(stdout).toContain('cannot be shown again');
  });

  it('switches direct links and the admin account, seen by the server at its next look', async () => {
    const { vendor, adminCustomer } = await test.accounts.vendor('Switched');
    const known = () => test.services.directory.vendorById(vendor.id);
    expect(await known()).toMatchObject({ directLinksEnabled: true, adminCustomerId: adminCustomer.id });
    const off = await inlay([
      'vendors',
      'update',
      vendor.key,
      '--direct-links',
      'off',
      '--admin-customer',
      'none',
      '--json',
    ]);
    expect(JSON.parse(off.stdout)).toMatchObject({
      vendor: { id: vendor.id, directLinksEnabled: false, adminCustomer: null },
    });
    await test.services.directory.poll();
    expect(await known()).toMatchObject({ directLinksEnabled: false, adminCustomerId: null });
    const on = await inlay([
      'vendors',
      'update',
      vendor.id,
      '--direct-links',
      'on',
      '--admin-customer',
      adminCustomer.id,
      '--name',
      'New',
      '--json',
    ]);
    expect(JSON.parse(on.stdout)).toMatchObject({
      vendor: { name: 'New', directLinksEnabled: true, adminCustomer: { id: adminCustomer.id } },
    });
  });

  it('lists vendors, and no key that opens anything', async () => {
    const { vendor, apiKey } = await test.accounts.vendor('Listed');
    const { stdout } = await inlay(['vendors', 'list', '--json']);
    const { vendors } = JSON.parse(stdout) as { vendors: { id: string }[] };
    expect(vendors.map(({ id }) => id)).toContain(vendor.id);
    expect(stdout).not.toContain(apiKey);
    expect((await inlay(['vendors', 'list'])).stdout).toContain(vendor.key);
  });

  it('fails plainly: code 1 and no stack for what is not there', async () => {
    const { status, stdout, stderr } = await inlay(['vendors', 'update', 'nobody', '--name', 'X']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('no vendor has this id or key');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('takes no name that nobody could read', async () => {
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(201)]) {
      const { status, stderr } = await inlay(['vendors', 'create', '--name', name]);
      expect([status, stderr]).toEqual([1, expect.stringContaining('/name must be 1 to 200 printable characters')]);
    }
  });

  it('reports every faulty setting and ends with 2', async () => {
    const { status, stderr } = await inlay(['vendors', 'list'], {
      INLAY_PUBLIC_URL: 'http://a.example',
      INLAY_PORT: 'x',
    });
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringContaining('INLAY_PUBLIC_URL'),
      expect.stringContaining('INLAY_PORT'),
    ]);
  });

  it('explains itself with --help', async () => {
    for (const args of [[], ['create'], ['update'], ['list']]) {
      const { status, stdout } = await inlay(['vendors', ...args, '--help']);
      expect([status, stdout]).toEqual([0, expect.stringContaining('Usage: inlay vendors')]);
    }
  });
});
