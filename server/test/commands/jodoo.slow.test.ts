import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resetSecret } from '../../src/demo/jodoo/apps.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { startJodoo } from '../support/jodoo.ts';
import type { TestJodoo } from '../support/jodoo.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'inlay-jodoo-'));
const secretFile = join(dataDir, 'secret');
const canary = 'canary-77ab';
const tenant = '64f1c0a2b7d3e90012a4c8f1';
let test: TestApp;
let partner: Partner;
let memberId: string;
let jodoo: TestJodoo;
/** An integration that no test changes. */
let standing: string;

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function inlay(
  args: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const env = {
    PATH: process.env['PATH'],
    INLAY_DATA_DIR: dataDir,
    INLAY_PUBLIC_URL: 'https://inlay.test',
    INLAY_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    ...environment,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

const settings = (): readonly string[] => [
  '--vendor',
  partner.vendor.vendor.id,
  '--customer',
  partner.customer.id,
  '--name',
  'Harbor & Pine',
  '--suite-id',
  'suite_1',
  '--authorization-url',
  'https://www.jodoo.com/authorize',
  '--trusted-domains',
  'inlay.test',
];

async function create(): Promise<string> {
  const made = await inlay(['jodoo', 'integrations', 'create', ...settings(), '--json'], '', {
    INLAY_JODOO_SUITE_SECRET: canary,
  });
  expect([made.status, made.stderr]).toEqual([0, '']);
  return (JSON.parse(made.stdout) as { integration: { id: string } }).integration.id;
}

beforeAll(async () => {
  test = await createTestApp({ dataDir });
  partner = await createPartner(test);
  ({ id: memberId } = await test.accounts.member(partner.vendor.vendor.id, partner.customer.id, {
    externalId: 'mara',
  }));
  writeFileSync(secretFile, `${canary}\n`);
  jodoo = await startJodoo();
  standing = await create();
});
afterAll(async () => {
  await test.close();
  await jodoo.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('inlay jodoo integrations, while the server runs', { timeout: 60_000 }, () => {
  it('creates, lists and changes, and A50 never prints the secret', async () => {
    const origins = ['--frame-origins', 'https://www.jodoo.com, https://app.jodoo.com'];
    const made = await inlay([
      'jodoo',
      'integrations',
      'create',
      ...settings(),
      ...origins,
      '--suite-secret-file',
      secretFile,
    ]);
    expect([made.status, made.stderr]).toEqual([0, '']);
    const id = /^(jod_\w+) {2}Harbor & Pine$/m.exec(made.stdout)?.[1] ?? '';
    expect(made.stdout).toContain(`https://inlay.test/jodoo/${id}/home`);
    expect(made.stdout).toContain(`https://inlay.test/jodoo/${id}/embed`);
    const update = ['jodoo', 'integrations', 'update', id, '--disable', '--suite-secret-file', '-', '--json'];
    const changed = await inlay(update, `${canary}-2`);
    expect(JSON.parse(changed.stdout)).toMatchObject({
      integration: { enabled: false, frameOrigins: ['https://www.jodoo.com', 'https://app.jodoo.com'] },
    });
    const listed = await inlay(['jodoo', 'integrations', 'list', '--vendor', partner.vendor.vendor.key]);
    expect(listed.stdout).toContain(`${id}  Harbor & Pine  customer ${partner.customer.id}, off, secret unknown\n`);
    expect([made, changed, listed].map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain(canary);
  });

  it('takes the secret from the environment, and says so where there is none', async () => {
    expect(standing).toMatch(/^jod_/);
    const { status, stderr } = await inlay(['jodoo', 'integrations', 'create', ...settings()]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('there is no Suite Secret')]);
  });

  it.each([
    [['--trusted-domains', 'https://inlay.test, b.example.com'], /write inlay\.test,b\.example\.com/],
    [['--frame-origins', 'https://www.jodoo.com/x'], /frameOrigins\/0/],
    [['--name', 'a\u0007'], /\/name must be/],
    [[], /nothing to change/],
  ])('says what is wrong with %j', async (args, expected) => {
    const { status, stderr } = await inlay(['jodoo', 'integrations', 'update', standing, ...args]);
    expect(status).toBe(1);
    expect(stderr).toMatch(expected);
  });

  it('knows no integration that is not there', async () => {
    const { status, stderr } = await inlay(['jodoo', 'integrations', 'update', 'jod_1', '--enable']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('there is no integration jod_1')]);
  });
});

describe('inlay jodoo members', { timeout: 60_000 }, () => {
  it('imports CSV and JSON, and exports what an import takes', async () => {
    const id = await create();
    const csv = `tenant_id,username,member\n${tenant},mara-lindqvist,Emara\n`;
    expect((await inlay(['jodoo', 'members', 'import', id, '-'], csv)).stdout).toBe(
      '1 new, 0 changed, 0 as they were.\n',
    );
    const exported = await inlay(['jodoo', 'members', 'export', id]);
    expect(exported.stdout).toBe(
      `tenant_id,username,member,disabled\r\n${tenant},mara-lindqvist,${memberId},false\r\n`,
    );
    const file = join(dataDir, 'members.json');
    const { stdout } = await inlay(['jodoo', 'members', 'export', id, '--format', 'json']);
    writeFileSync(file, stdout.replace('false', 'true'));
    expect(JSON.parse((await inlay(['jodoo', 'members', 'import', id, file, '--json'])).stdout)).toEqual({
      created: 0,
      updated: 1,
      unchanged: 0,
    });
  });

  it.each([
    ['tenant_id,username,member\nt,u,Enobody\n', 'csv', /\/members\/0\/member names no member/],
    ['tenant,username\n', 'csv', /the first line must be/],
    ['[]', 'json', /the list must be/],
    ['{"members": [{"tenantId": 1}]}', 'json', /the list must be/],
    ['{', 'json', /the list is no JSON/],
  ])('takes all or none of %j', async (list, format, expected) => {
    const { status, stderr } = await inlay(['jodoo', 'members', 'import', standing, '-', '--format', format], list);
    expect(status).toBe(1);
    expect(stderr).toMatch(expected);
  });
});

describe('inlay doctor jodoo', { timeout: 60_000 }, () => {
  it('says what is right, what is wrong and what to do, and ends with 1 where something is wrong', async () => {
    const { suiteSecret } = jodoo.jodoo.addApp({ homePage: 'https://inlay.test/', trustedDomains: 'inlay.test' });
    const allowed = { INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host };
    const addresses = ['--api-base', jodoo.origin, '--authorization-url', jodoo.authorizationUrl];
    const update = ['jodoo', 'integrations', 'update', standing, '--suite-secret-file', '-', ...addresses];
    expect((await inlay(update, suiteSecret, allowed)).status).toBe(0);
    const { status, stdout, stderr } = await inlay(['doctor', 'jodoo', standing], '', allowed);
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^✓ secret: Jodoo takes it/m);
    expect(stdout).toMatch(/^✗ mapping: nobody is mapped.*\n {4}Map people with inlay jodoo members import/m);
    expect(stdout).toMatch(/^\? home page: /m);
    expect(stdout).not.toContain(suiteSecret);
    const json = await inlay(['doctor', 'jodoo', standing, '--json'], '', allowed);
    expect(JSON.parse(json.stdout)).toMatchObject({ integration: standing, checks: expect.any(Array) });
  });

  it('finds a secret that was reset, and so does inlay doctor from then on', async () => {
    const allowed = { INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host };
    const [app] = jodoo.jodoo.apps.values();
    if (app !== undefined) resetSecret(app);
    expect((await inlay(['doctor', 'jodoo', standing], '', allowed)).stdout).toMatch(/^✗ secret: Jodoo refuses/m);
    const { stdout } = await inlay(['doctor']);
    expect(stdout).toContain('✗ Jodoo integration Harbor & Pine: Jodoo refused its Suite Secret');
    expect(stdout).toContain(`inlay doctor jodoo ${standing}`);
  });

  it('knows no integration that is not there', async () => {
    const { status, stderr } = await inlay(['doctor', 'jodoo', 'jod_1']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('there is no integration jod_1')]);
  });
});
