import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** A server process under measure. */
export interface Running {
  readonly child: ChildProcess;
  readonly origin: string;
  /** Milliseconds from the start of the process until it listened. */
  readonly startedIn: number;
  stop(): Promise<void>;
}

/** Starts a Node program that says “listening” once it does. */
export async function start(
  program: readonly string[],
  port: number,
  environment: Readonly<Record<string, string>>,
): Promise<Running> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...program], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('listening') || chunk.includes('publicOrigin')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
  });
  return {
    child,
    origin: `http://localhost:${port}`,
    startedIn: performance.now() - startedAt,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Milliseconds of processor time that a process has used, all threads together (proc(5), fields 14 and 15). */
export function processorTime({ pid = 0 }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** MiB of memory that a process holds. */
export function residentMemory({ pid = 0 }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
