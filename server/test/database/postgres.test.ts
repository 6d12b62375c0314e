import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPostgres } from '../../src/database/postgres.ts';
import type { Database } from '../../src/database/open.ts';
import { toInlayError } from '../../src/http/errors.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
let database: Database;
let other: Database;
const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  database = openPostgres(url);
  other = openPostgres(url);
}, 60_000);
afterAll(async () => {
  await database.destroy();
  await other.destroy();
  postgres.close();
});
beforeEach(() => {
  uncaught.length = 0;
  process.on('uncaughtException', note);
});
afterEach(() => process.off('uncaughtException', note));

async function cut(pid: number): Promise<void> {
  await sql`select pg_terminate_backend(${pid})`.execute(other);
  // Until the server has closed the connection, and its end was heard of here.
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(other);
    if (rows.length === 0) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
}

async function pidOf(of: Database): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(of);
  return rows[0]?.pid ?? 0;
}

it('A88: a connection that is cut within a transaction fails it as unavailable, and the process lives on', async () => {
  const failure: unknown = await database
    .transaction()
    .execute(async (transaction) => {
      await cut(await pidOf(transaction));
      await sql`select 1`.execute(transaction);
    })
    .catch((error: unknown) => error);
  expect(toInlayError(failure).code).toBe('service_unavailable');
  expect(uncaught).toEqual([]);
  expect(await pidOf(database)).toBeGreaterThan(0);
});

it('A88: a connection that is cut under a query fails it as unavailable, and the process lives on', async () => {
  const failure = database
    .connection()
    .execute(async (connection) => {
      const pid = await pidOf(connection);
      const query = sql`select pg_sleep(4)`.execute(connection);
      const [ended] = await Promise.allSettled([query, cut(pid)]);
      if (ended.status === 'rejected') throw ended.reason;
    })
    .catch((error: unknown) => error);
  expect(toInlayError(await failure).code).toBe('service_unavailable');
  expect(uncaught).toEqual([]);
  expect(await pidOf(database)).toBeGreaterThan(0);
});
