import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { timeUp, within } from '../src/within.ts';

/** Keeps the process from everything else for so long. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

describe('waiting within a time', () => {
  it('answers what comes in time, a failure too, and that the time is up', async () => {
    expect(await within(Promise.resolve('here'), 1_000)).toBe('here');
    await expect(within(Promise.reject(new Error('failed')), 1_000)).rejects.toThrow('failed');
    expect(await within(new Promise(() => undefined), 5)).toBe(timeUp);
  });

  it('takes what came while the process had to pause, though the time is up by then', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdout.write("answer")'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const answer = within(once(child.stdout, 'data') as Promise<[Buffer]>, 100);
    pause(1_500);
    expect(String(await answer)).toBe('answer');
    await once(child, 'close');
  });
});
