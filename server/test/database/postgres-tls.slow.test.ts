import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/database/postgres.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

let folder: string;
let postgres: TestPostgres;
let plainUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inlay-tls-'));
  for (const name of ['ours', 'theirs']) makeAuthority(name);
  postgres = await startPostgres();
  plainUrl = await postgres.createDatabase();
  await serveWith('ours', 'DNS:localhost');
}, 60_000);
afterAll(() => {
  postgres.close();
  rmSync(folder, { recursive: true, force: true });
});

function openssl(...words: readonly string[]): void {
  execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
}

function makeAuthority(name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-days', '2', '-nodes'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', ...subject, '-keyout', `${name}.key`, '-out', `${name}.pem`);
}

/** Has PostgreSQL show a certificate of `authority` for the name; its files are read anew at a reload. */
async function serveWith(authority: string, name: string): Promise<void> {
  writeFileSync(join(folder, 'names'), `subjectAltName=${name}`);
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=db', '-keyout', 'server.key', '-out', 'server.csr');
  const issuer = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', '-days', '2', ...issuer, '-out', 'server.crt');
  // Its own user reads the key, and refuses one that others may read.
  const { uid, gid } = postgres.owner;
  for (const file of ['server.key', 'server.crt']) {
    execFileSync('install', ['-o', String(uid), '-g', String(gid), '-m', '600', file, postgres.dataFolder], {
      cwd: folder,
    });
  }
  await postgres.run('ALTER SYSTEM SET ssl = on', 'SELECT pg_reload_conf()');
}

/** Asks over a connection whether it is encrypted; throws what refused it. */
async function isEncrypted(query: string, host = 'localhost'): Promise<boolean> {
  const database = openPostgres(`${plainUrl.replace('127.0.0.1', host)}${query}`);
  try {
    const answer = await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(
      database,
    );
    return answer.rows[0]?.ssl ?? false;
  } finally {
    await database.destroy();
  }
}

describe('TLS to PostgreSQL', () => {
  it.each(['verify-full', 'verify-ca', 'require', 'prefer'])(
    'with sslmode=%s and the right authority is encrypted, and checks authority and name',
    async (mode) => {
      expect(await isEncrypted(`?sslmode=${mode}&sslrootcert=${folder}/ours.pem`)).toBe(true);
      await expect(isEncrypted(`?sslmode=${mode}&sslrootcert=${folder}/theirs.pem`)).rejects.toThrow(
        /self-signed|verify/i,
      );
      await expect(isEncrypted(`?sslmode=${mode}`)).rejects.toThrow(/verify|certificate/i);
      await expect(isEncrypted(`?sslmode=${mode}&sslrootcert=${folder}/ours.pem`, '127.0.0.1')).rejects.toThrow(
        /altnames/,
      );
    },
  );

  it('with sslmode=no-verify is encrypted and checks nothing; without sslmode there is none', async () => {
    expect(await isEncrypted('?sslmode=no-verify')).toBe(true);
    expect(await isEncrypted('')).toBe(false);
    expect(await isEncrypted('?sslmode=disable')).toBe(false);
  });

  it('is as libpq has it with uselibpqcompat=true', async () => {
    expect(await isEncrypted('?uselibpqcompat=true&sslmode=require')).toBe(true);
    const authority = `sslrootcert=${folder}/ours.pem`;
    expect(await isEncrypted(`?uselibpqcompat=true&sslmode=verify-ca&${authority}`, '127.0.0.1')).toBe(true);
  });

  it('names the file of an authority that cannot be read', async () => {
    await expect(isEncrypted(`?sslmode=verify-full&sslrootcert=${folder}/none.pem`)).rejects.toThrow(/none\.pem/);
  });
});
