import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram, requireProgram } from '../setup/programs.ts';
import { codeBlocks } from '../src/docs/code-blocks.ts';
import { openPartnerShell } from '../src/docs/partner-shell.ts';
import type { PartnerShell } from '../src/docs/partner-shell.ts';
import { freePort } from '../src/harness/free-port.ts';
import { inlayProgram } from '../src/harness/inlay-program.ts';
import { startInlay } from '../src/harness/inlay-server.ts';
import { createPartner } from '../src/harness/partner.ts';

const blocks = codeBlocks('operations.md');
const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
let shell: PartnerShell;

beforeAll(async () => {
  requireProgram('sqlite3');
  shell = await openPartnerShell();
  Object.assign(shell.env, {
    INLAY_DATA_DIR: join(shell.folder, 'data'),
    INLAY_DATABASE_URL: '',
    INLAY_PUBLIC_URL: shell.url,
    BACKUP_DIR: join(shell.folder, 'backup'),
    KEYS_BACKUP_DIR: join(shell.folder, 'backup-of-keys'),
  });
  for (const name of ['backup', 'backup-of-keys']) mkdirSync(join(shell.folder, name));
  const headers = { authorization: `Bearer ${shell.env['INLAY_API_KEY']}`, 'content-type': 'application/json' };
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${shell.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  await post('signing-keys', { generate: { bits: 2048 } });
  await post('customers', { name: 'Customer', embeddingOrigins: ['https://partner.example'] });
});
afterAll(() => shell.close());

/** The page's own command that holds `words`, with `inlay` as a checkout has it. */
function command(words: string): string {
  const found = commands.filter((code) => code.includes(words));
  expect(found).toHaveLength(1);
  return `inlay() { '${process.execPath}' '${inlayProgram}' "$@"; }\n${found[0]}`;
}

describe('docs/operations.md', () => {
  it('has nine commands, each of which is run here or in the tests of the database', () => {
    expect(commands).toHaveLength(9);
  });

  it('asks whether the server lives and is ready', async () => {
    expect(await shell.execute(command('/health/ready'))).toContain('"status":"ready"');
  });

  it('migrates, where there is nothing to do', async () => {
    expect(JSON.parse(await shell.execute(command('inlay migrate')))).toEqual({ migrated: [] });
  });

  it('makes an encryption key, and rotates the ring of the embedded default', async () => {
    expect(await shell.execute(command('openssl rand'))).toMatch(/^k2:[\w+/]{43}=$/);
    expect(JSON.parse(await shell.execute(command('inlay keys rotate')))).toMatchObject({ kid: 'k2', rewrapped: 1 });
  });

  it('looks at everything, and finds nothing wrong', async () => {
    const { checks } = JSON.parse(await shell.execute(command('inlay doctor'))) as { checks: { result: string }[] };
    expect(checks.filter(({ result }) => result === 'fail')).toEqual([]);
  });

  it('copies the embedded database and its keys apart, and restores both over another, from which a server starts', async () => {
    await shell.execute(command('sqlite3'));
    expect(readdirSync(join(shell.folder, 'backup'))).toEqual(['inlay.db']);
    expect(readdirSync(join(shell.folder, 'backup-of-keys'))).toEqual(['encryption-keys']);
    const folder = join(shell.folder, 'restored');
    const other = await startInlay({ INLAY_DATA_DIR: folder, INLAY_DATABASE_URL: '' });
    await other.stop();
    for (const end of ['-wal', '-shm']) writeFileSync(join(folder, `inlay.db${end}`), 'of before');
    await shell.execute(`INLAY_DATA_DIR='${folder}'\n${command('rm -f')}`);
    expect(existsSync(join(folder, 'inlay.db-wal'))).toBe(false);
    const restored = await startInlay({ INLAY_DATA_DIR: folder, INLAY_DATABASE_URL: '' });
    const headers = { authorization: `Bearer ${shell.env['INLAY_API_KEY']}` };
    const answer = await fetch(`http://127.0.0.1:${restored.port}/api/v1/customers`, { headers });
    await restored.stop();
    expect(((await answer.json()) as { data: { name: string }[] }).data.map(({ name }) => name)).toContain('Customer');
  });

  it('gives Redis a user that has all Inlay needs, and not more than it says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'inlay-acl-'));
    const port = await freePort();
    const words = ['--port', String(port), '--appendonly', 'yes', '--dir', folder, '--maxmemory-policy', 'noeviction'];
    const redis = spawn(requireProgram('redis'), words, { stdio: 'ignore' });
    try {
      const users = blocks.filter(({ language }) => language === 'text').map(({ code }) => code.trim());
      // The other is for Sentinels, and is tried where there are some.
      expect(users).toHaveLength(2);
      const user = users[0]?.replace('>password', '>secret') ?? '';
      await expect.poll(() => say(port, user), { timeout: 10_000 }).toContain('+OK');
      const server = await startInlay({
        INLAY_DATA_DIR: join(shell.folder, 'data'),
        INLAY_DATABASE_URL: '',
        INLAY_REDIS_URL: `redis://inlay:secret@127.0.0.1:${port}/1`,
      });
      const ready = await fetch(`http://127.0.0.1:${server.port}/health/ready`);
      const body = await ready.text();
      await useSession(`http://127.0.0.1:${server.port}`);
      // Until a process has told the shared counter and the markers were beaten a few times.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await server.stop();
      expect([ready.status, body]).toEqual([200, expect.not.stringContaining('warnings') as string]);
      expect(await say(port, 'ACL LOG')).toBe('*0\r\n');
    } finally {
      redis.kill('SIGKILL');
      await once(redis, 'close');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

it('the compose file, the unit and the manifest are the ones the page links to', () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  for (const name of ['compose.yaml', 'Dockerfile', 'inlay.service', 'kubernetes.yaml', 'nginx.conf', 'Caddyfile']) {
    expect(page).toContain(`(deploy/${name})`);
  }
  expect(findProgram('redis')).toBeDefined();
});

/** Opens a session, uses it, lists it and ends it: everything that is kept in Redis is asked once at least. */
async function useSession(base: string): Promise<void> {
  const [id, key, apiKey] = ['', shell.env['INLAY_VENDOR_KEY'] ?? '', shell.env['INLAY_API_KEY'] ?? ''];
  const partner = await createPartner({ vendor: { id, key }, apiKey }, base, base);
  const customer = await partner.customer(['https://partner.example']);
  const link = await partner.link({ customer: customer.id });
  const headers = { 'content-type': 'application/json' };
  // As a browser would: fetch says of itself that it is no navigation.
  const look = async (url: string): Promise<number> =>
    Number(await shell.execute(`curl -sS -o page -w '%{http_code}' -H 'Accept: text/html' '${url}'`));
  const statuses = [await look(link)];
  const body = JSON.stringify({ token: new URL(link).searchParams.get('token') });
  const redeemed = await fetch(`${base}/direct_link/redeem`, { method: 'POST', headers, body });
  statuses.push(redeemed.status);
  const { sessionToken } = (await redeemed.json()) as { sessionToken: string };
  const authorization = { authorization: `Bearer ${sessionToken}` };
  statuses.push((await fetch(`${base}/embed/v1/session`, { headers: authorization })).status);
  const { data } = await partner.api<{ data: { id: string }[] }>('GET', '/sessions');
  await partner.api('DELETE', `/sessions/${data[0]?.id}`);
  statuses.push((await fetch(`${base}/embed/v1/session`, { headers: authorization })).status);
  statuses.push(await look(`${base}/direct_link?token=x`));
  expect(statuses).toEqual([200, 200, 200, 401, 401]);
}

/** Says one line to Redis, and what it answers. */
async function say(port: number, line: string): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(`${line}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  } catch {
    return '';
  } finally {
    socket.destroy();
  }
}
