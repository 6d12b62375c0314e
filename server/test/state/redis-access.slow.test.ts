import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { openFrame } from '../support/frame.ts';
import { freePort } from '../support/free-port.ts';
import { createPartner } from '../support/partner.ts';
import { startCluster, startRedis, until } from '../support/redis.ts';
import type { TestRedis } from '../support/redis.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'inlay-redis-tls-'));
const password = 'canary/with:signs';
/** What docs/operations.md tells an operator to allow. */
const guide = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const [rules = 'not there', sentinelRules = 'not there'] = [...guide.matchAll(/^ACL SETUSER inlay (.*)$/gm)].map(
  ([, found = '']) => found,
);
const clusterRules = /^- Cluster: `(.*)`$/m.exec(guide)?.[1] ?? 'not there';
/** The line of a configuration that makes the user. */
const userLine = (words: string): string => `user inlay ${words.replace('>password', `>${password}`)}`;
let redis: TestRedis;
let tlsPort: number;

beforeAll(async () => {
  const words = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', 'redis.key', '-out', 'redis.pem'];
  execFileSync('openssl', ['req', ...words, ...names], { cwd: folder, stdio: 'pipe' });
  tlsPort = await freePort();
  redis = await startRedis({
    settings: tlsSettings(tlsPort),
    config: [userLine(rules)],
  });
});
afterAll(async () => {
  await redis.close();
  rmSync(folder, { recursive: true, force: true });
});

const tlsSettings = (port: number) => ({
  'tls-port': port,
  'tls-cert-file': join(folder, 'redis.pem'),
  'tls-key-file': join(folder, 'redis.key'),
  'tls-ca-cert-file': join(folder, 'redis.pem'),
  'tls-auth-clients': 'no',
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
  expect(await useEverything(urlWith(password, 'redis', redis.port), [redis])).toEqual([]);
});

it('does all it must on a cluster with those rights and the two more', async () => {
  const cluster = await startCluster();
  try {
    for (const { client } of cluster.nodes) {
      const words = `${userLine(rules)} ${clusterRules}`.split(' ').slice(1);
      await client.call('ACL', 'SETUSER', ...words);
    }
    const url = cluster.url.replace('://', `://inlay:${encodeURIComponent(password)}@`);
    expect(await useEverything(url, cluster.nodes)).toEqual([]);
  } finally {
    await cluster.close();
  }
});

describe('Sentinels over TLS', () => {
  let sentinel: TestRedis;
  let open: TestRedis;
  let sentinelPort: number;
  let openPort: number;

  const startSentinelAt = (port: number, config: readonly string[] = []): Promise<TestRedis> =>
    startRedis({
      persistence: 'none',
      args: ['--sentinel'],
      settings: { ...tlsSettings(port), 'tls-replication': 'yes' },
      config: [`sentinel monitor inlay 127.0.0.1 ${tlsPort} 1`, ...config],
    });

  beforeAll(async () => {
    [sentinelPort, openPort] = [await freePort(), await freePort()];
    sentinel = await startSentinelAt(sentinelPort, [userLine(sentinelRules)]);
    open = await startSentinelAt(openPort);
    for (const { client } of [sentinel, open]) await until(async () => /status=ok/.test(await client.info('sentinel')));
  });
  afterAll(async () => {
    await sentinel.close();
    await open.close();
  });

  const trusting = { NODE_EXTRA_CA_CERTS: join(folder, 'redis.pem') };
  const askBy = (port: number, end = '', environment: Readonly<Record<string, string>> = trusting) =>
    ask(`${urlWith(password, 'rediss+sentinel', port)}/inlay${end}`, environment);

  it('are asked over TLS, as a user with few rights, and name the master', async () => {
    expect(await askBy(sentinelPort)).toMatchObject({ result: 'pass' });
    await until(async () => !/name=inlay/.test(String(await redis.client.call('CLIENT', 'LIST'))));
    const denied = (await sentinel.client.call('ACL', 'LOG')) as unknown[];
    expect(denied.map(String)).toEqual([]);
  });

  it('are shown no user where the address says that they are open', async () => {
    expect(await askBy(openPort, '?sentinels=open')).toMatchObject({ result: 'pass' });
    expect(await askBy(openPort)).toMatchObject({ result: 'fail' });
  });

  it('A50: are refused with a certificate that nobody vouches for', async () => {
    const found = await askBy(sentinelPort, '', {});
    expect(found).toMatchObject({ result: 'fail' });
    expect(found.text).not.toContain('canary');
  });
});

/** Opens a session, uses it, lists it and ends it, with Redis at `url`. Answers the commands that a server refused. */
async function useEverything(url: string, servers: readonly TestRedis[]): Promise<string[]> {
  const test = await createTestApp({ redisUrl: url });
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
    const rates = async () => (await Promise.all(servers.map(({ client }) => client.keys('inlay:rate:*')))).flat();
    await expect.poll(rates).toHaveLength(2);
    expect((await test.api(partner.vendor.apiKey, 'DELETE', `/api/v1/sessions/${session.id}`)).statusCode).toBe(204);
    expect(await look()).toBe(401);
    const logs = await Promise.all(servers.map(({ client }) => client.call('ACL', 'LOG') as Promise<unknown[]>));
    return logs
      .flat()
      .map(String)
      .filter((entry) => entry.includes('command'));
  } finally {
    await test.close();
  }
}
