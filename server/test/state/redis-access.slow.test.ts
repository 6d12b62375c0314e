import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { openFrame } from '../support/frame.ts';
import { freePort } from '../support/free-port.ts';
import { createPartner } from '../support/partner.ts';
import { startRedis } from '../support/redis.ts';
import type { TestRedis } from '../support/redis.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'inlay-redis-tls-'));
const password = 'canary/with:signs';
/** What docs/operations.md tells an operator to allow. */
const guide = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const rules = /^ACL SETUSER inlay (.*)$/m.exec(guide)?.[1] ?? 'not there';
let redis: TestRedis;
let tlsPort: number;

beforeAll(async () => {
  const words = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', 'redis.key', '-out', 'redis.pem'];
  execFileSync('openssl', ['req', ...words, ...names], { cwd: folder, stdio: 'pipe' });
  tlsPort = await freePort();
  redis = await startRedis({
    settings: {
      'tls-port': tlsPort,
      'tls-cert-file': join(folder, 'redis.pem'),
      'tls-key-file': join(folder, 'redis.key'),
      'tls-auth-clients': 'no',
    },
    config: [`user inlay ${rules.replace('>password', `>${password}`)}`],
  });
});
afterAll(async () => {
  await redis.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Finding {
  readonly name: string;
  readonly result: string;
  readonly reason: string;
}

/** What `inlay doctor` finds of Redis, and everything it printed. */
async function ask(
  url: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Finding & { text: string }> {
  const env = { PATH: process.env['PATH'], INLAY_DATA_DIR: join(folder, 'data'), INLAY_REDIS_URL: url, ...environment };
  let printed = '';
  const text = await new Promise<string>((resolve) => {
    execFile(process.execPath, [main, 'doctor', '--json'], { env }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
  const { checks } = JSON.parse(text) as { checks: Finding[] };
  return {
    ...(checks.find(({ name }) => name === 'Redis') ?? { name: '', result: '', reason: '' }),
    text: text + printed,
  };
}

const urlWith = (secret: string, scheme = 'rediss', port = tlsPort) =>
  `${scheme}://inlay:${encodeURIComponent(secret)}@localhost:${port}`;

it('is reached by TLS, by a user of its own with few rights, where the certificate is trusted', async () => {
  const found = await ask(urlWith(password), { NODE_EXTRA_CA_CERTS: join(folder, 'redis.pem') });
  expect(found).toMatchObject({ result: 'pass' });
});

it('A50: refuses a certificate that nobody vouches for, and tells no password', async () => {
  const found = await ask(urlWith(password));
  expect(found).toMatchObject({ result: 'fail' });
  expect(found.reason).toMatch(/self-signed certificate/);
  expect(found.text).not.toContain('canary');
});

it('A50: says that a password is wrong without telling it', async () => {
  const found = await ask(urlWith('canary-wrong', 'redis', redis.port));
  expect(found).toMatchObject({ result: 'fail' });
  expect(found.reason).toMatch(/WRONGPASS|invalid username-password/);
  expect(found.text).not.toContain('canary');
});

it('does all it must with those rights', async () => {
  const test = await createTestApp({ redisUrl: urlWith(password, 'redis', redis.port) });
  try {
    const partner = await createPartner(test);
    const { sessionToken, session } = await openFrame(test, partner);
    const look = async () =>
      (await test.app.inject({ url: '/embed/v1/session', headers: { authorization: `Bearer ${sessionToken}` } }))
        .statusCode;
    test.clock.advance(60_000);
    expect(await look()).toBe(200);
    const listed = await test.api(partner.vendor.apiKey, 'GET', '/api/v1/sessions');
    expect(listed.json<{ data: { id: string }[] }>().data.map(({ id }) => id)).toEqual([session.id]);
    await expect.poll(() => redis.client.keys('inlay:rate:*')).toHaveLength(2);
    expect((await test.api(partner.vendor.apiKey, 'DELETE', `/api/v1/sessions/${session.id}`)).statusCode).toBe(204);
    expect(await look()).toBe(401);
    const denied = (await redis.client.call('ACL', 'LOG')) as unknown[];
    expect(denied.map(String).filter((entry) => entry.includes('command'))).toEqual([]);
  } finally {
    await test.close();
  }
});
