import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { startRedis } from '../support/redis.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'inlay-drain-'));
const children = new Set<ChildProcess>();
let postgres: TestPostgres;
let databaseUrl: string;
let apiKey: string;

beforeAll(async () => {
  postgres = await startPostgres();
  databaseUrl = await postgres.createDatabase();
  const test = await createTestApp({ databaseUrl });
  ({ apiKey } = await test.accounts.vendor());
  await test.close();
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  postgres.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Running {
  readonly port: number;
  /** Tells it to end; answers its exit status and how long it took. */
  end(): Promise<{ status: number | null; milliseconds: number }>;
}

async function serve(settings: Record<string, string> = {}): Promise<Running> {
  const env = {
    PATH: process.env['PATH'],
    INLAY_DATA_DIR: dataDir,
    INLAY_DATABASE_URL: databaseUrl,
    INLAY_PORT: '0',
    INLAY_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    ...settings,
  };
  const child = spawn(process.execPath, [main, 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  const lines = createInterface(child.stdout);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('close', () => reject(new Error('inlay serve ended')));
    lines.on('line', (line) => {
      if (!line.startsWith('{"publicOrigin"')) return;
      resolve((JSON.parse(line) as { addresses: { port: number }[] }).addresses[0]?.port ?? 0);
    });
  });
  return {
    port,
    async end() {
      const startedAt = performance.now();
      const closed = once(child, 'close') as Promise<[number | null]>;
      child.kill('SIGTERM');
      const [status] = await closed;
      children.delete(child);
      return { status, milliseconds: performance.now() - startedAt };
    },
  };
}

/** Status of an answer, or the code of the connection's failure. */
function ask(port: number, method: string, path: string, body?: unknown, agent?: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers, ...(agent && { agent }) },
      (incoming) => {
        incoming.resume().once('error', () => resolve('cut'));
        incoming.once('end', () => resolve(incoming.statusCode ?? 0));
      },
    );
    outgoing.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const createCustomer = (port: number, agent?: Agent): Promise<number | string> =>
  ask(port, 'POST', '/api/v1/customers', { name: 'Under load' }, agent);

/** How many statements wait for a lock. Asked anew each time: within a transaction the answer would stay the same. */
async function waitingForLocks(): Promise<number> {
  const client = new Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`);
  await client.end();
  return rows.length;
}

describe('SIGTERM', () => {
  it('first makes the server not ready, finishes what is open, and ends with 0', async () => {
    const server = await serve();
    expect(await ask(server.port, 'GET', '/health/ready')).toBe(200);
    const holder = new Client(databaseUrl);
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table customers in exclusive mode');
    const open = createCustomer(server.port);
    await expect.poll(waitingForLocks, { timeout: 10_000 }).toBe(1);
    const ended = server.end();
    await expect.poll(() => ask(server.port, 'GET', '/health/ready'), { interval: 20 }).toBe(503);
    expect(await ask(server.port, 'GET', '/health/live')).toBe(200);
    await holder.query('commit');
    await holder.end();
    expect(await open).toBe(201);
    const { status, milliseconds } = await ended;
    expect(status).toBe(0);
    expect(milliseconds).toBeLessThan(3_000);
  });

  it('under load leaves each request answered or not taken at all', async () => {
    const server = await serve();
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const answers = new Map<number | string, number>();
    const workers = Array.from({ length: 20 }, async () => {
      for (;;) {
        const answer = await createCustomer(server.port, agent);
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        if (answer === 'ECONNREFUSED') break;
      }
    });
    await expect.poll(() => answers.get(201) ?? 0, { timeout: 20_000 }).toBeGreaterThan(50);
    const { status } = await server.end();
    await Promise.all(workers);
    agent.destroy();
    expect(status).toBe(0);
    // A request on a connection that the server was just closing never arrived: the client may send it again.
    const known = new Set([201, 'ECONNREFUSED', 'ECONNRESET']);
    expect([...answers.keys()].filter((answer) => !known.has(answer))).toEqual([]);
    const client = new Client(databaseUrl);
    await client.connect();
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from customers where name = 'Under load'`,
    );
    const audited = await client.query<{ count: number }>(
      `select count(*)::int as count from audit_events where action = 'customer.created' and actor like 'api_key:%'`,
    );
    await client.end();
    // One more was made by the test before; all that was made is audited.
    expect(rows[0]?.count).toBe((answers.get(201) ?? 0) + 1);
    expect(audited.rows[0]?.count).toBe(rows[0]?.count);
  });

  it('ends with 0 within ten seconds while PostgreSQL stands still', async () => {
    const server = await serve();
    // Audit events that wait.
    for (let index = 0; index < 5; index += 1) await ask(server.port, 'GET', '/direct_link?token=x');
    await postgres.signal('SIGSTOP');
    const open = createCustomer(server.port);
    const { status, milliseconds } = await server.end();
    await postgres.signal('SIGCONT');
    expect(await open).toBe(503);
    expect(status).toBe(0);
    expect(milliseconds).toBeLessThan(10_000);
  });

  it('ends with 0 within ten seconds while Redis stands still', async () => {
    const redis = await startRedis();
    try {
      const server = await serve({ INLAY_REDIS_URL: redis.url });
      expect(await ask(server.port, 'GET', '/health/ready')).toBe(200);
      await redis.signal('SIGSTOP');
      const { status, milliseconds } = await server.end();
      await redis.signal('SIGCONT');
      expect(status).toBe(0);
      expect(milliseconds).toBeLessThan(10_000);
    } finally {
      await redis.close();
    }
  });
});
