import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { createTestClock } from '../support/clock.ts';
import { freePort } from '../support/free-port.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { makeToken, soundClaims } from '../support/tokens.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'inlay-crash-'));
const running = new Set<ChildProcess>();
let partner: Partner;

beforeAll(async () => {
  const test = await createTestApp({ dataDir, clock: createTestClock(Date.now()) });
  partner = await createPartner(test);
  await test.close();
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** A server process of its own on the shared data. */
async function start(): Promise<{ child: ChildProcess; port: number; ended: Promise<unknown> }> {
  const port = await freePort();
  const child = spawn(process.execPath, [main, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      INLAY_DATA_DIR: dataDir,
      INLAY_PORT: String(port),
      INLAY_PUBLIC_URL: `http://localhost:${port}`,
      INLAY_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      INLAY_LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = new Promise((resolve) => child.once('exit', resolve)).finally(() => running.delete(child));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('"listening"')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, port, ended };
}

async function redeem(port: number, token: string): Promise<number | 'cut'> {
  try {
    const answer = await fetch(`http://localhost:${port}/direct_link/redeem`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 'cut';
  }
}

const tokens = (count: number): string[] =>
  Array.from({ length: count }, () => makeToken(partner.key.privateKey, soundClaims(partner.sub, Date.now())));

it('A04: a link that was used stays used after kill -9 in the middle of redemptions, and after a restart', async () => {
  let cut = 0;
  for (let round = 0; round < 5; round++) {
    const first = await start();
    const links = tokens(150);
    let answered = 0;
    const before = links.map(async (token) => {
      const status = await redeem(first.port, token);
      // Killed at another point of the work in each round.
      if (++answered === 10 + round * 20) first.child.kill('SIGKILL');
      return status;
    });
    const statuses = await Promise.all(before);
    await first.ended;
    cut += statuses.filter((status) => status === 'cut').length;
    const second = await start();
    const again = await Promise.all(links.map((token) => redeem(second.port, token)));
    for (const [index, status] of statuses.entries()) {
      expect(status === 200 ? [409] : [200, 409]).toContain(again[index]);
    }
    const third = await Promise.all(links.map((token) => redeem(second.port, token)));
    expect(new Set(third)).toEqual(new Set([409]));
    second.child.kill('SIGKILL');
    await second.ended;
  }
  expect(cut).toBeGreaterThan(0);
}, 120_000);

it('A01, A04: of many at once on two processes exactly one wins', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  for (const token of tokens(20)) {
    const attempts = Array.from({ length: 20 }, (_, index) => redeem((index % 2 === 0 ? one : two).port, token));
    const statuses = await Promise.all(attempts);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
  }
  one.child.kill('SIGTERM');
  two.child.kill('SIGTERM');
  expect(await Promise.all([one.ended, two.ended])).toEqual([0, 0]);
}, 60_000);
