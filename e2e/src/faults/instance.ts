import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { freePort } from '../../../server/test/support/free-port.ts';
import { inlayProgram } from '../harness/inlay-program.ts';

/** How an instance is run. */
export interface InstanceOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** A command that runs the instance in its own place, such as `prlimit --nofile=64`. */
  readonly wrapper?: readonly string[];
  /** Arguments for Node. */
  readonly nodeArguments?: readonly string[];
}

/** One `inlay serve` in a process of its own, on a port that stays its own when it is started again. */
export interface Instance {
  readonly port: number;
  readonly pid: number;
  /** Starts it; resolves when it listens. Throws what it said where it ends instead. */
  start(): Promise<void>;
  /** Starts it and does not wait. */
  launch(): void;
  /** Whether it said that it listens, since it was started last. */
  isListening(): boolean;
  /** Sends SIGKILL and resolves when it is gone. */
  kill(): Promise<void>;
  /** Sends SIGTERM and answers the exit status, and how long the end took, in milliseconds. */
  terminate(): Promise<{ readonly status: number | null; readonly ms: number }>;
  /** Memory it holds, in bytes. */
  residentBytes(): number;
  /** Everything it said. */
  log(): string;
}

/** Prepares an instance on a free port, without starting it. */
export async function prepareInstance(options: InstanceOptions): Promise<Instance> {
  const { environment, wrapper = [], nodeArguments = [] } = options;
  const port = await freePort();
  // Ends with this process, however that ends.
  const words = [
    '--pdeathsig',
    'KILL',
    ...wrapper,
    process.execPath,
    ...nodeArguments,
    inlayProgram,
    'serve',
    '--json',
  ];
  const env = { PATH: process.env['PATH'], ...environment, INLAY_PORT: String(port) };
  let child: ChildProcess | undefined;
  let listening: Promise<void> = Promise.resolve();
  let isListening = false;
  let log = '';

  function launch(): void {
    isListening = false;
    const started = spawn('setpriv', words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    started.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    listening = new Promise((resolve, reject) => {
      createInterface(started.stdout).on('line', (line) => {
        log += `${line}\n`;
        if (!line.startsWith('{"publicOrigin"')) return;
        isListening = child === started;
        resolve();
      });
      started.once('close', () => reject(new Error(`inlay serve ended:\n${log}`)));
    });
    listening.catch(() => undefined);
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const ending = child;
    child = undefined;
    isListening = false;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null;
    const gone = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await gone;
    return ending.exitCode;
  }

  return {
    port,
    get pid() {
      return child?.pid ?? 0;
    },
    async start() {
      launch();
      await listening;
    },
    launch,
    isListening: () => isListening,
    kill: async () => void (await end('SIGKILL')),
    async terminate() {
      const startedAt = performance.now();
      const status = await end('SIGTERM');
      return { status, ms: performance.now() - startedAt };
    },
    residentBytes() {
      // proc(5): the second number of statm is what is resident, in pages.
      const [, pages = '0'] = readFileSync(`/proc/${child?.pid ?? 0}/statm`, 'utf8').split(' ');
      return Number(pages) * 4_096;
    },
    log: () => log,
  };
}
