import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));

/** The demo in a process of its own, with the origins of its sites. */
export interface DemoProcess {
  readonly inlay: string;
  readonly partner: string;
  readonly jodoo: string;
  readonly provider: string;
  stop(): Promise<void>;
}

/** Starts `inlay demo` on free ports and new data. Throws what it said where it does not start. */
export async function startDemo(): Promise<DemoProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inlay-demo-'));
  const env = { ...process.env, INLAY_DATA_DIR: dataDir };
  const words = [program, 'demo', '--json', '--port-base', String(await freeBase())];
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    void ended.then(() => reject(new Error(`inlay demo ended:\n${said}`)));
  });
  return {
    ...(JSON.parse(line) as Omit<DemoProcess, 'stop'>),
    async stop() {
      process.off('exit', kill);
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A port that is free now, and below the range from which others are given out. The demo itself tries all four. */
function freeBase(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(freeBase()));
    probe.listen(port, 'localhost', () => probe.close(() => resolve(port)));
  });
}
