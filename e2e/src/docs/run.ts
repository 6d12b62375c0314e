import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Where and with which settings a program runs. */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end and returns what it printed; throws with all it said where it fails. */
export async function run(program: string, words: readonly string[], { cwd, env = {} }: RunOptions): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, timeout: 100_000 };
  try {
    return (await execute(program, words, options)).stdout.trim();
  } catch (error) {
    const { stdout = '', message } = error as Error & { readonly stdout?: string };
    throw new Error(`${message}\n${stdout}`, { cause: error });
  }
}
