import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { startPostgres } from '../support/postgres.ts';

const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

it('docs/operations.md copies PostgreSQL so that a server starts from the copy, in an empty database or over another', async () => {
  const [dump = '', restore = ''] = [/^pg_dump .*$/m, /^pg_restore .*$/m].map((line) => line.exec(page)?.[0]);
  // Nothing secret in the arguments, which everybody on the machine can read.
  expect(dump + restore).not.toMatch(/URL|PASSWORD/);
  const folder = mkdtempSync(join(tmpdir(), 'inlay-backup-'));
  const postgres = await startPostgres();
  try {
    const url = await postgres.createDatabase();
    const first = await createTestApp({ databaseUrl: url });
    const { apiKey } = await first.accounts.vendor();
    await first.close();

    execFileSync('sh', ['-euc', dump], { env: settingsOf(url, folder) });
    const used = await postgres.createDatabase();
    const third = await createTestApp({ databaseUrl: used });
    await third.close();
    for (const copy of [await postgres.createDatabase(), used]) {
      execFileSync('sh', ['-euc', restore], { env: settingsOf(copy, folder) });
      const second = await createTestApp({ databaseUrl: copy });
      expect((await second.api(apiKey, 'GET', '/api/v1/customers')).statusCode).toBe(200);
      await second.close();
    }
  } finally {
    postgres.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What the page has an operator set for PostgreSQL's own programs. */
function settingsOf(url: string, folder: string): Record<string, string | undefined> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    PATH: process.env['PATH'],
    BACKUP_DIR: folder,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: pathname.slice(1),
  };
}
