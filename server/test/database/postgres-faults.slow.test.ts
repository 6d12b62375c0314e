import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';

/** Milliseconds in which a refusal must be there, and in which good requests must work again after a fault. */
const limit = 2_000;

let postgres: TestPostgres;
let proxy: TcpProxy;
let test: TestApp;
let apiKey: string;
let customers = 0;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  proxy = await startTcpProxy(postgres.port);
  test = await createTestApp({ databaseUrl: url.replace(`:${postgres.port}`, `:${proxy.port}`) });
  ({ apiKey } = await test.accounts.vendor());
});
afterAll(async () => {
  await test.close();
  await proxy.close();
  postgres.close();
});
beforeEach(async () => {
  Object.assign(proxy, { mode: 'pass', delay: 0 });
  await recovered();
});

interface Outcome {
  readonly status: number;
  /** Code of a refusal, and whether it says when to come again. */
  readonly said: string;
  readonly milliseconds: number;
}

/** Writes a row by the partner API, which asks the database several times. */
async function write(): Promise<Outcome> {
  const startedAt = performance.now();
  const answer = await test.api(apiKey, 'POST', '/api/v1/customers', { name: `Customer ${(customers += 1)}` });
  const { error } = answer.json<{ error?: { code: string } }>();
  const said = answer.statusCode === 503 ? `${error?.code} ${answer.headers['retry-after'] !== undefined}` : 'made';
  return { status: answer.statusCode, said, milliseconds: performance.now() - startedAt };
}

/** Writes until it works, and returns how long that took. */
async function recovered(): Promise<number> {
  const startedAt = performance.now();
  while ((await write()).status !== 201) {
    if (performance.now() - startedAt > 10_000) throw new Error('the database did not come back');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return performance.now() - startedAt;
}

/** Many requests at once while the fault lasts: all are refused, each in time. Then others, which must not queue up. */
async function expectRefusals(): Promise<void> {
  const first = await Promise.all(Array.from({ length: 40 }, write));
  expect(new Set(first.map(({ said }) => said))).toEqual(new Set(['service_unavailable true']));
  expect(Math.max(...first.map(({ milliseconds }) => milliseconds))).toBeLessThan(limit);
}

/** Once the database is known to be away, a refusal takes no time worth speaking of. */
async function expectQuickRefusals(): Promise<void> {
  const startedAt = performance.now();
  const all = await Promise.all(Array.from({ length: 200 }, write));
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([503]));
  expect(performance.now() - startedAt).toBeLessThan(limit);
}

describe('A02: a PostgreSQL that', () => {
  it('was killed refuses everybody in time, and works again by itself once it runs', async () => {
    await postgres.signal('SIGKILL');
    await expectRefusals();
    await expectQuickRefusals();
    postgres.start();
    expect(await recovered()).toBeLessThan(limit);
  });

  it('stands still refuses everybody in time, and works again by itself once it goes on', async () => {
    await postgres.signal('SIGSTOP');
    await expectRefusals();
    await expectQuickRefusals();
    await postgres.signal('SIGCONT');
    expect(await recovered()).toBeLessThan(limit);
  });

  it('takes connections and says nothing refuses everybody in time, also over connections of before', async () => {
    proxy.mode = 'silent';
    await expectRefusals();
    await expectQuickRefusals();
    proxy.mode = 'pass';
    expect(await recovered()).toBeLessThan(limit);
  });

  it('cuts its answers refuses everybody in time', async () => {
    proxy.mode = 'cut';
    await expectRefusals();
    proxy.mode = 'pass';
    expect(await recovered()).toBeLessThan(limit);
  });

  it.each([120, 400, 700, 1_500])('answers each time %i ms late is answered or refused in time', async (delay) => {
    proxy.delay = delay;
    const all = await Promise.all(Array.from({ length: 10 }, write));
    expect(all.every(({ status }) => status === 503 || status === 201)).toBe(true);
    expect(Math.max(...all.map(({ milliseconds }) => milliseconds))).toBeLessThan(limit);
    proxy.delay = 0;
    expect(await recovered()).toBeLessThan(limit);
  });

  it('is read-only refuses writes at once', async () => {
    await postgres.run(`ALTER SYSTEM SET default_transaction_read_only = on`, `SELECT pg_reload_conf()`);
    await expect.poll(async () => (await write()).status).toBe(503);
    await expectRefusals();
    await postgres.run(
      `SET default_transaction_read_only = off`,
      `ALTER SYSTEM RESET default_transaction_read_only`,
      `SELECT pg_reload_conf()`,
    );
    expect(await recovered()).toBeLessThan(limit);
  });

  it('ends every connection costs at most the requests under way', async () => {
    const busy = Promise.all(Array.from({ length: 20 }, write));
    await postgres.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'inlay'`);
    expect((await busy).every(({ status }) => status === 201 || status === 503)).toBe(true);
    expect(await recovered()).toBeLessThan(limit);
  });

  it('has no connection left refuses at once, and the connections that are there go on', async () => {
    const held = await holdAllConnections();
    try {
      const all = await Promise.all(Array.from({ length: 30 }, write));
      expect(all.every(({ status }) => status === 201 || status === 503)).toBe(true);
      expect(Math.max(...all.map(({ milliseconds }) => milliseconds))).toBeLessThan(limit);
      expect((await write()).status).toBe(201);
    } finally {
      await held.release();
    }
    expect(await recovered()).toBeLessThan(limit);
  });

  it('is held up by a lock refuses in time, and others go on meanwhile', async () => {
    const { database } = test.services;
    await database.transaction().execute(async (transaction) => {
      await sql`lock table customers in exclusive mode`.execute(transaction);
      const [blocked, health] = await Promise.all([write(), test.app.inject('/health/live')]);
      expect(blocked.status).toBe(503);
      expect(blocked.milliseconds).toBeLessThan(limit);
      expect(health.statusCode).toBe(200);
      // Still answered: a slow statement is not taken for an outage.
      expect((await test.api(apiKey, 'GET', '/api/v1/customers')).statusCode).toBe(200);
    });
  });
});

/** Takes every connection that the server has left to give. */
async function holdAllConnections(): Promise<{ release(): Promise<void> }> {
  const clients: Client[] = [];
  for (;;) {
    const client = new Client(`postgres://inlay@127.0.0.1:${postgres.port}/postgres`);
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch {
      break;
    }
    clients.push(client);
  }
  return {
    release: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
