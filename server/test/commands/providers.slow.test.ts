import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'inlay-providers-'));
const secretFile = join(dataDir, 'secret');
const canary = 'canary-51d0';
let test: TestApp;
let vendor: NewVendor;

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function inlay(args: readonly string[], input = ''): Promise<Outcome> {
  const env = {
    PATH: process.env['PATH'],
    INLAY_DATA_DIR: dataDir,
    INLAY_PUBLIC_URL: 'https://inlay.test',
    INLAY_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, 'providers', ...args], { env }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

beforeAll(async () => {
  test = await createTestApp({ dataDir });
  vendor = await test.accounts.vendor();
  writeFileSync(secretFile, `${canary}\n`);
});
afterAll(async () => {
  await test.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('inlay providers, while the server runs', { timeout: 60_000 }, () => {
  it('sets a service up, which the server knows within one look, and A50 never prints the secret', async () => {
    const options = ['--client-id', 'c1', '--client-secret-file', secretFile, '--scopes', 'repo, gist'];
    const set = await inlay(['set', 'github', '--vendor', vendor.vendor.id, ...options]);
    expect([set.status, set.stdout]).toEqual([
      0,
      'GitHub is ready.\nRedirect URI: https://inlay.test/oauth/callback/github\n',
    ]);
    await test.services.directory.poll();
    const found = await test.services.connections.providers.settings.find(vendor.vendor.id, 'github');
    expect(found).toMatchObject({ clientId: 'c1', clientSecret: canary, scopes: ['repo', 'gist'] });
    const again = await inlay(['set', 'github', '--vendor', vendor.vendor.key, '--disable', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      provider: { enabled: false, configuration: { clientId: 'c1', hasClientSecret: true } },
    });
    expect([set, again].map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain(canary);
  });

  it('takes the secret from standard input, and the addresses of a generic service', async () => {
    const options = [
      '--client-id',
      'c1',
      '--client-secret-file',
      '-',
      '--setting',
      'issuer=https://id.acme.example/?a=b',
    ];
    const { status } = await inlay(['set', 'generic-oidc', '--vendor', vendor.vendor.id, ...options], canary);
    expect(status).toBe(0);
    const list = await inlay(['list', '--vendor', vendor.vendor.id]);
    expect(list.stdout).toMatch(/^generic-oidc +Any OpenID provider +ready$/m);
    expect(list.stdout).toMatch(/^slack +Slack +needs clientId, clientSecret$/m);
    expect(list.stdout).toMatch(/^github +GitHub +off$/m);
  });

  it.each([
    [['set', 'nothing', '--client-id', 'c'], /there is no service nothing/],
    [['set', 'generic-oidc', '--setting', 'issuer=http://id.acme.example'], /\/settings\/issuer must be an https/],
    [['set', 'jodoo', '--client-id', 'c'], /\/clientId is for providers that authorise by OAuth/],
    [['set', 'github', '--setting', 'issuer'], /name=value/],
    [['set', 'github', '--scopes', 'a"b'], /\/scopes\/0 is no scope/],
    [['set', 'github', '--client-id', 'ä'], /\/clientId holds characters/],
  ])('says what is wrong with %j', async (args, expected) => {
    const { status, stderr } = await inlay([...args, '--vendor', vendor.vendor.id]);
    expect(status).toBe(1);
    expect(stderr).toMatch(expected);
  });
});
