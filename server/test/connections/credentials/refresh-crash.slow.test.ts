import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp } from '../../support/app.ts';
import type { TestApp } from '../../support/app.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import type { AuthorizationServer } from '../../support/authorization-server.ts';
import { createTestClock } from '../../support/clock.ts';
import { freePort } from '../../support/free-port.ts';
import { createPartner } from '../../support/partner.ts';
import type { Partner } from '../../support/partner.ts';
import { startPostgres } from '../../support/postgres.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import type { TcpProxy } from '../../support/tcp-proxy.ts';
import { connectLogin, rowOf, statusesOf, tokensOf } from './login.ts';

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const key = `test:${Buffer.alloc(32, 7).toString('base64')}`;

/** A server process on the shared database, behind a proxy of its own, with a data folder of its own. */
interface Instance {
  readonly proxy: TcpProxy;
  readonly dataDir: string;
  readonly port: number;
  child: ChildProcess | undefined;
  output: string;
}

let login: AuthorizationServer;
let postgres: TestPostgres;
let databaseUrl: string;
/** Sets things up and looks at what is kept; it serves nothing. */
let test: TestApp;
let partner: Partner;
let one: Instance;
let two: Instance;

beforeAll(async () => {
  [login, postgres] = await Promise.all([startAuthorizationServer(), startPostgres()]);
  databaseUrl = await postgres.createDatabase();
  test = await createTestApp({
    databaseUrl,
    clock: createTestClock(Date.now()),
    environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: login.host },
  });
  partner = await createPartner(test);
  const { clientId, clientSecret, issuer } = login;
  const set = await test.api(partner.vendor.apiKey, 'PUT', '/api/v1/providers/generic-oidc', {
    clientId,
    clientSecret,
    settings: { issuer },
  });
  if (set.statusCode !== 200) throw new Error(`the provider could not be set up: ${set.body}`);
  [one, two] = await Promise.all([makeInstance(), makeInstance()]);
  await Promise.all([start(one), start(two)]);
}, 90_000);
beforeEach(() => {
  test.clock.set(Date.now());
});
afterAll(async () => {
  for (const instance of [one, two]) {
    await kill(instance, 'SIGKILL');
    rmSync(instance.dataDir, { recursive: true, force: true });
    await instance.proxy.close();
  }
  await test.close();
  postgres.close();
  await login.close();
});

async function makeInstance(): Promise<Instance> {
  const proxy = await startTcpProxy(postgres.port);
  const dataDir = mkdtempSync(join(tmpdir(), 'inlay-refresh-'));
  return { proxy, dataDir, port: await freePort(), child: undefined, output: '' };
}

async function start(instance: Instance): Promise<void> {
  const { proxy, dataDir, port } = instance;
  const url = new URL(databaseUrl);
  url.port = String(proxy.port);
  const child = spawn(process.execPath, [main, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      INLAY_DATABASE_URL: url.href,
      INLAY_DATA_DIR: dataDir,
      INLAY_PORT: String(port),
      INLAY_PUBLIC_URL: `http://localhost:${port}`,
      INLAY_ENCRYPTION_KEYS: key,
      INLAY_OUTBOUND_ALLOWED_HOSTS: login.host,
      INLAY_LOG_LEVEL: 'trace',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  instance.child = child;
  child.stderr.on('data', (chunk: Buffer) => void (instance.output += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      instance.output += chunk.toString();
      if (chunk.includes('"listening"')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${instance.output}`)));
  });
}

async function kill({ child }: Instance, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function read({ port }: Instance, id: string): Promise<{ status: number; token: string; code: string }> {
  try {
    const answer = await fetch(`http://localhost:${port}/api/v1/connections/${id}/credentials`, {
      headers: { authorization: `Bearer ${partner.vendor.apiKey}` },
    });
    const body = (await answer.json()) as { credentials?: { accessToken: string }; error?: { code: string } };
    return { status: answer.status, token: body.credentials?.accessToken ?? '', code: body.error?.code ?? '' };
  } catch {
    return { status: 0, token: '', code: 'cut' };
  }
}

/** Who is told to come again does, as long as it takes. */
async function readUntilServed(instance: Instance, id: string): ReturnType<typeof read> {
  const answer = await read(instance, id);
  return answer.status === 503 || answer.status === 502 ? readUntilServed(instance, id) : answer;
}

const connect = () => connectLogin(test, partner, login, { provider: 'generic-oidc' });
const asked = (): number => login.seen.get('/token') ?? 0;
const journal = ({ dataDir }: Instance): string[] =>
  readdirSync(join(dataDir, 'refresh-journal')).filter((name) => name.endsWith('.jwe'));
/** Lets time pass for the lease in the row. */
const passLease = (id: string, milliseconds: number) =>
  test.services.database
    .updateTable('connections')
    .set((b) => ({ refresh_started_at: b('refresh_started_at', '-', milliseconds) }))
    .where('id', '=', id)
    .execute();

it('A75: a hundred callers on two processes cause one request, and all get its tokens', async () => {
  const { id } = await connect();
  const before = asked();
  const callers = Array.from({ length: 100 }, (_, index) => readUntilServed(index % 2 === 0 ? one : two, id));
  const answers = await Promise.all(callers);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
  expect(asked()).toBe(before + 1);
});

it('A75: the database cut between receiving and storing, and kill -9: the rotated refresh token is not lost', async () => {
  const { id, tokens } = await connect();
  const before = asked();
  const hold = login.hold('after');
  const reading = read(one, id);
  await hold.arrived;
  one.proxy.mode = 'cut';
  hold.release();
  // The answer is good, though no row holds it: the journal does.
  const answer = await reading;
  expect(answer).toMatchObject({ status: 200 });
  expect(journal(one)).toHaveLength(1);
  await kill(one, 'SIGKILL');
  expect((await tokensOf(test, id)).refreshToken).toBe(tokens.refreshToken);
  one.proxy.mode = 'pass';
  await start(one);
  const kept = await tokensOf(test, id);
  expect(kept.accessToken).toBe(answer.token);
  expect(await login.isGood(kept.refreshToken ?? '')).toBe(true);
  expect(journal(one)).toEqual([]);
  expect(await read(two, id)).toMatchObject({ token: answer.token });
  expect(asked()).toBe(before + 1);
  expect(await statusesOf(test, id)).toEqual(['connected']);
});

it('A75: a hundred callers on two processes and a kill in the middle: one request, and no token lost', async () => {
  const { id } = await connect();
  const before = asked();
  const hold = login.hold('after');
  const first = read(one, id);
  await hold.arrived;
  const here = Array.from({ length: 49 }, () => read(one, id));
  const there = Array.from({ length: 50 }, () => readUntilServed(two, id));
  one.proxy.mode = 'cut';
  hold.release();
  const { token } = await first;
  expect(token).not.toBe('');
  await kill(one, 'SIGKILL');
  one.proxy.mode = 'pass';
  // The other one may not use the old token even when the lease is over: the journal of the dead one has its successor.
  await passLease(id, 30_000);
  await start(one);
  const answers = await Promise.all([...here, ...there]);
  for (const answer of answers.slice(0, here.length)) expect(['', token]).toContain(answer.token);
  expect(new Set(answers.slice(here.length).map((answer) => answer.token))).toEqual(new Set([token]));
  expect(asked()).toBe(before + 1);
  expect(await login.isGood((await tokensOf(test, id)).refreshToken ?? '')).toBe(true);
  expect(journal(one)).toEqual([]);
});

it('A75: a kill before the provider was reached costs nothing but the lease', async () => {
  const { id } = await connect();
  const before = asked();
  const hold = login.hold('before');
  const reading = read(one, id);
  await hold.arrived;
  await kill(one, 'SIGKILL');
  expect((await reading).status).toBe(0);
  // What the provider has not looked at, it never will.
  hold.drop();
  await start(one);
  await passLease(id, 30_000);
  const answers = await Promise.all([read(one, id), read(one, id)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(asked()).toBe(before + 2);
  expect(await login.isGood((await tokensOf(test, id)).refreshToken ?? '')).toBe(true);
});

it('A75: where the answer died with the process, people are told to connect anew', async () => {
  const { id } = await connect();
  const hold = login.hold('after');
  const reading = read(one, id);
  await hold.arrived;
  await kill(one, 'SIGKILL');
  await reading;
  hold.release();
  await start(one);
  await passLease(id, 30_000);
  expect((await read(one, id)).code).toBe('connection_expired');
  expect((await rowOf(test, id)).status).toBe('expired');
  expect(await statusesOf(test, id)).toEqual(['connected', 'expired connection_expired']);
});

it('A75: who is told to end waits for the answer that is under way', async () => {
  const { id } = await connect();
  const hold = login.hold('after');
  const reading = read(one, id);
  await hold.arrived;
  const ending = kill(one, 'SIGTERM');
  hold.release();
  const { token } = await reading;
  await ending;
  expect((await tokensOf(test, id)).accessToken).toBe(token);
  expect(journal(one)).toEqual([]);
  await start(one);
});

it('A75: tokens are renewed before they end, by one of two processes, though nobody asks', async () => {
  const { id, tokens } = await connect();
  const before = asked();
  await test.services.database.updateTable('connections').set({ renew_at: 0 }).where('id', '=', id).execute();
  const renewed = async (): Promise<boolean> => (await tokensOf(test, id)).accessToken !== tokens.accessToken;
  await expect.poll(renewed, { timeout: 25_000, interval: 100 }).toBe(true);
  // Every process has had its round by then.
  await expect.poll(() => Date.now(), { timeout: 20_000, interval: 500 }).toBeGreaterThan(test.clock.now() + 16_000);
  expect(asked()).toBe(before + 1);
  expect(await login.isGood((await tokensOf(test, id)).refreshToken ?? '')).toBe(true);
}, 60_000);

it('A50: no token and no secret is in what the processes wrote to their logs', async () => {
  const rows = await test.services.database.selectFrom('connections').select('id').execute();
  const output = one.output + two.output;
  expect(output).toContain('"listening"');
  for (const { id } of rows) {
    const { accessToken, refreshToken } = await tokensOf(test, id);
    for (const secret of [accessToken, refreshToken ?? accessToken]) expect(output.includes(secret)).toBe(false);
  }
  expect(output.includes(login.clientSecret)).toBe(false);
});
