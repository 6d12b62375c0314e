import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { startPostgres } from '../support/postgres.ts';

const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

it('docs/operations.md copies PostgreSQL so that a server starts from the copy', async () => {
  const command = /^pg_dump .*$/m.exec(page)?.[0] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'inlay-backup-'));
  const postgres = await startPostgres();
  try {
    const url = await postgres.createDatabase();
    const first = await createTestApp({ databaseUrl: url });
    const { apiKey } = await first.accounts.vendor();
    await first.close();

    const env = { PATH: process.env['PATH'], BACKUP_DIR: folder, INLAY_DATABASE_URL: url };
    execFileSync('sh', ['-euc', command], { env });
    const copy = await postgres.createDatabase();
    execFileSync('pg_restore', ['--exit-on-error', `--dbname=${copy}`, join(folder, 'inlay.dump')], { env });

    const second = await createTestApp({ databaseUrl: copy });
    expect((await second.api(apiKey, 'GET', '/api/v1/customers')).statusCode).toBe(200);
    await second.close();
  } finally {
    postgres.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
