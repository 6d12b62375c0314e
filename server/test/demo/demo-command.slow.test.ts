import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { portOf } from '../../src/demo/origins.ts';
import { freePortBase, visit } from './running-demo.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'inlay-demo-command-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(args: readonly string[], dataDir: string): ChildProcessWithoutNullStreams {
  const env = { PATH: process.env['PATH'], INLAY_DATA_DIR: dataDir };
  return spawn(process.execPath, [main, 'demo', ...args], { env });
}

interface End {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function endOf(child: ChildProcessWithoutNullStreams): Promise<End> {
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, ...text })));
}

describe('inlay demo', () => {
  it('prints the addresses once all four sites answer, and ends in order on SIGINT', async () => {
    const portBase = await freePortBase();
    const child = start(['--port-base', String(portBase), '--json'], join(folder, 'data'));
    const ended = endOf(child);
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    const { inlay, partner, jodoo, provider } = JSON.parse(line) as Record<string, string>;
    const addresses = [`${inlay}/health/ready`, partner, `${jodoo}/sign-in`, provider];
    const statuses = await Promise.all(addresses.map(async (address) => (await visit(address ?? '')).status));
    child.kill('SIGINT');
    expect(statuses).toEqual([200, 200, 200, 200]);
    expect(await ended).toEqual({ status: 0, stdout: line, stderr: '' });
  });

  it('has a Jodoo that the doctor finds well while it runs, as docs/jodoo.md has one look', async () => {
    const portBase = await freePortBase();
    const dataDir = join(folder, 'looked-at');
    const child = start(['--port-base', String(portBase), '--json'], dataDir);
    const ended = endOf(child);
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    const { inlay = '', partner } = JSON.parse(line) as Record<string, string>;
    const { body } = await visit(`${partner}/settings/connections`);
    const id = /\/jodoo\/(jod_\w+)\/login/.exec(body)?.[1] ?? '';
    const settings = { INLAY_DATA_DIR: dataDir, INLAY_PUBLIC_URL: inlay, INLAY_OUTBOUND_ALLOWED_HOSTS: 'localhost' };
    const env = { PATH: process.env['PATH'], ...settings };
    const { status, stdout } = await endOf(spawn(process.execPath, [main, 'doctor', 'jodoo', id, '--json'], { env }));
    child.kill('SIGINT');
    await ended;
    const { checks } = JSON.parse(stdout) as { checks: readonly { name: string; outcome: string }[] };
    // On this machine there is no https to look at.
    expect(checks.filter(({ outcome }) => outcome !== 'pass').map(({ name }) => name)).toEqual(['https']);
    expect(status).toBe(0);
  });

  it('says which port is taken and how to choose others, and starts nothing', async () => {
    const portBase = await freePortBase();
    const port = portOf('partner', portBase);
    const other = createServer().listen({ host: '127.0.0.1', port });
    const dataDir = join(folder, 'untouched');
    const { status, stdout, stderr } = await endOf(start(['--port-base', String(portBase)], dataDir));
    other.close();
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`Port ${port} is taken, which Tidewater`);
    expect(stderr).toMatch(/--port-base \d+/);
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each(['65300', 'four'])('takes no port base %s', async (portBase) => {
    const { status, stderr } = await endOf(start([`--port-base=${portBase}`], join(folder, 'none')));
    expect(status).toBe(1);
    expect(stderr).toContain('It must be a number from 1 to 65235.');
  });
});
