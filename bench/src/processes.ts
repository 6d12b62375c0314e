import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A server process under measure. */
export interface Running {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

/** A Node program and what it is started with. */
export interface Program {
  readonly name: string;
  /** Words for Node: its options, the file, and the file's own. */
  readonly words: readonly string[];
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts a program that says “listening” once it does. What it says goes to a file of `folder`, as it would where it
 * is deployed, so that reading it takes no processor time from those under measure.
 */
export async function start({ name, words, port, environment }: Program, folder: string): Promise<Running> {
  const log = join(folder, `${name}.log`);
  const output = openSync(log, 'w');
  const child = spawn(process.execPath, words, {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment },
    stdio: ['ignore', output, 'inherit'],
  });
  closeSync(output);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = (): void => void child.kill('SIGKILL');
  process.on('exit', kill);
  while (!/listening|publicOrigin/.test(readFileSync(log, 'utf8'))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    await delay(2);
  }
  return {
    pid: child.pid ?? 0,
    port,
    async stop() {
      process.off('exit', kill);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** MiB of memory that a process holds. */
export function residentMemory(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
