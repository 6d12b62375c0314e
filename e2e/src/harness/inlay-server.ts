import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { inlayProgram } from './inlay-program.ts';

/** Settings of Inlay and its runtime, by the names of the environment. */
export type InlayEnvironment = Readonly<Record<string, string>>;

/** An Inlay server in a process of its own. */
export interface InlayServer {
  readonly port: number;
  /** Everything it logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts `inlay serve` on a free port and waits until it listens. Throws what it said where it does not. */
export async function startInlay(environment: InlayEnvironment): Promise<InlayServer> {
  const env = { ...process.env, ...environment, INLAY_PORT: '0' };
  const child = spawn(process.execPath, [inlayProgram, 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      log += `${line}\n`;
      if (line.startsWith('{"publicOrigin"')) resolve(portIn(line));
    });
    void ended.then(() => reject(new Error(`inlay serve ended:\n${log}`)));
  });
  return {
    port,
    log: () => log,
    async stop() {
      process.off('exit', kill);
      child.kill('SIGTERM');
      // Open event streams must not keep a test run waiting.
      const timer = setTimeout(kill, 2_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Runs the `inlay` command with `--json` and answers what it printed. */
export async function runInlay(environment: InlayEnvironment, ...words: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [inlayProgram, ...words, '--json'], {
    env: { ...process.env, ...environment },
  });
  return JSON.parse(stdout) as unknown;
}

function portIn(line: string): number {
  const { addresses } = JSON.parse(line) as { readonly addresses: readonly { readonly port: number }[] };
  return addresses[0]?.port ?? 0;
}
