import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorCatalogue } from '@inlay/shared';
import { createTestApp } from '../support/app.ts';
import { startJodoo } from '../support/jodoo.ts';
import type { TestJodoo } from '../support/jodoo.ts';

const text = readFileSync(new URL('../../../docs/jodoo.md', import.meta.url), 'utf8');
const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command = '']) => command);
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'inlay-jodoo-docs-'));
let jodoo: TestJodoo;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  jodoo = await startJodoo();
  const app = jodoo.jodoo.addApp({ homePage: 'https://connect.example.com/', trustedDomains: 'connect.example.com' });
  const dataDir = join(folder, 'data');
  const test = await createTestApp({ dataDir, environment: { INLAY_PUBLIC_URL: 'https://connect.example.com' } });
  const { vendor } = await test.accounts.vendor();
  const customer = await test.accounts.customer(vendor.id, { externalId: '42' });
  await test.accounts.member(vendor.id, customer.id, { externalId: 'mara' });
  await test.close();
  writeFileSync(join(folder, 'suite-secret'), app.suiteSecret);
  writeFileSync(join(folder, 'inlay'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(folder, 'inlay'), 0o755);
  environment = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    VENDOR: vendor.id,
    SUITE_ID: app.suiteId,
    AUTHORIZATION_URL: jodoo.authorizationUrl,
    INLAY_DATA_DIR: dataDir,
    INLAY_PUBLIC_URL: 'https://connect.example.com',
    INLAY_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host,
  };
});
afterAll(async () => {
  await jodoo.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string, further: Readonly<Record<string, string>>): Promise<{ status: number; output: string }> {
  const options = { env: { ...environment, ...further }, cwd: folder };
  return new Promise((resolve) => {
    execFile('sh', ['-c', command], options, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });
}

it(
  'docs/jodoo.md takes one from nothing to an integration that the doctor finds well',
  { timeout: 60_000 },
  async () => {
    const outputs: string[] = [];
    let INTEGRATION = '';
    const succeed = async (command: string): Promise<string> => {
      const { status, output } = await run(command, { INTEGRATION });
      expect([command, output, status]).toEqual([command, output, 0]);
      return output;
    };
    for (const command of commands) {
      outputs.push(await succeed(command));
      if (INTEGRATION !== '') continue;
      INTEGRATION = /jod_\w+/.exec(outputs[0] ?? '')?.[0] ?? '';
      // The page means Jodoo's own API; this test means one on this machine.
      await succeed(`inlay jodoo integrations update "$INTEGRATION" --api-base ${jodoo.origin}`);
    }
    expect(commands.length).toBeGreaterThan(4);
    const [created = '', imported, exported, diagnosis = ''] = outputs;
    expect(created).toContain(`https://connect.example.com/jodoo/${INTEGRATION}/home`);
    expect(imported).toBe('1 new, 0 changed, 0 as they were.\n');
    expect(exported).toContain('64f1c0a2b7d3e90012a4c8f1,mara-lindqvist,mem_');
    expect(diagnosis).toMatch(/^✓ secret: /m);
    expect(diagnosis).not.toMatch(/^✗/m);
  },
);

it('docs/jodoo.md names codes that exist', () => {
  const named = [...text.matchAll(/`(jodoo_[a-z_]+)`/g)].map(([, code = '']) => code);
  expect(named.filter((code) => !Object.hasOwn(errorCatalogue, code))).toEqual([]);
});
