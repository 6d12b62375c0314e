import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guardSqlite } from '../../src/database/guarded-sqlite.ts';
import type { Schema } from '../../src/database/schema.ts';
import { toInlayError } from '../../src/http/errors.ts';
import { createTestApp } from '../support/app.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inlay-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('A02: an embedded database that', () => {
  it('is locked by another process refuses in time, without a queue, and works again when it is not', async () => {
    const test = await createTestApp({ dataDir: folder });
    const { apiKey } = await test.accounts.vendor();
    const write = async (): Promise<number> =>
      (await test.api(apiKey, 'POST', '/api/v1/customers', { name: 'C' })).statusCode;
    expect(await write()).toBe(201);
    const other = new Sqlite(join(folder, 'inlay.db'));
    other.exec('begin immediate');
    const startedAt = performance.now();
    const all = await Promise.all(Array.from({ length: 20 }, write));
    // Each wait for the lock stops the process: twenty of them would take twenty seconds.
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(new Set(all)).toEqual(new Set([503]));
    other.exec('rollback');
    other.close();
    await expect.poll(write, { timeout: 2_000 }).toBe(201);
    await test.close();
  });

  it.each([
    ['is full', 'max_page_count = 3', 'max_page_count = 100000'],
    ['is read-only', 'query_only = on', 'query_only = off'],
  ])('%s refuses writes as unavailable, and works again when it is not', async (_, fault, cure) => {
    const file = new Sqlite(join(folder, 'full.db'));
    const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: guardSqlite(file) }) });
    await sql`create table filled (text text)`.execute(database);
    const insert = (): Promise<unknown> => sql`insert into filled values (${'x'.repeat(10_000)})`.execute(database);
    file.pragma(fault);
    const failure = await insert().then(undefined, (error: unknown) => error);
    expect(toInlayError(failure)).toMatchObject({ code: 'service_unavailable', retryAfter: 2 });
    file.pragma(cure);
    await insert();
    await database.destroy();
  });
});
