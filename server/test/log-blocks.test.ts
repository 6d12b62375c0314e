import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inBlocks } from '../src/log-blocks.ts';
import type { LineDestination } from '../src/log-blocks.ts';

const source = (name: string): string => fileURLToPath(new URL(`../src/${name}`, import.meta.url));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
});

function collect(): { readonly blocks: string[]; readonly lines: LineDestination; readonly end: () => void } {
  const blocks: string[] = [];
  const destination = { destroyed: false, write: (block: string) => blocks.push(block), flushSync: () => undefined };
  return { blocks, lines: inBlocks(destination), end: () => void (destination.destroyed = true) };
}

it('hands on what came within a tenth of a second as one block, in its order', () => {
  const { blocks, lines } = collect();
  for (const line of ['one\n', 'two\n', 'three\n']) lines.write(line);
  expect(blocks).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(blocks).toEqual(['one\ntwo\nthree\n']);
  vi.advanceTimersByTime(1_000);
  expect(blocks).toHaveLength(1);
  lines.write('four\n');
  vi.advanceTimersByTime(100);
  expect(blocks).toEqual(['one\ntwo\nthree\n', 'four\n']);
});

it('hands a full block on at once, and no line twice', () => {
  const { blocks, lines } = collect();
  const line = `${'x'.repeat(999)}\n`;
  for (let index = 0; index < 40; index++) lines.write(line);
  expect(blocks.map((block) => block.length)).toEqual([16_000, 16_000]);
  vi.advanceTimersByTime(100);
  expect(blocks.join('')).toBe(line.repeat(40));
});

it('writes what waits when it is told to, and nothing to a destination that has ended', () => {
  const { blocks, lines, end } = collect();
  lines.write('one\n');
  lines.flushSync();
  expect(blocks).toEqual(['one\n']);
  end();
  lines.write('two\n');
  lines.flushSync();
  vi.advanceTimersByTime(1_000);
  expect(blocks).toEqual(['one\n']);
});

it('holds no more than 16 MiB for a reader that stalls, and tells how many lines were lost', async () => {
  vi.useRealTimers();
  const program = `
    import { createLogger } from ${JSON.stringify(source('log.ts'))};
    const log = createLogger('info');
    const text = 'x'.repeat(1_000);
    for (let index = 0; index < 40_000; index++) log.info({ index, text }, 'told');
    process.once('message', () => setTimeout(() => process.disconnect(), 500));
    process.send('done');`;
  const words = ['--input-type=module-typescript', '--eval', program];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  await once(child, 'message');
  child.send('read');
  const told = (await text(child.stdout as Readable)).trimEnd().split('\n');
  const lines = told.map((line) => JSON.parse(line) as { index?: number; level: string; lines?: number });
  const lost = lines.find(({ level }) => level === 'error')?.lines ?? 0;
  const kept = lines.filter(({ index }) => index !== undefined).length;
  expect(lost).toBeGreaterThan(20_000);
  expect(kept + lost).toBe(40_000);
}, 30_000);

it.each([
  ['that ends by itself', ''],
  ['that is ended', 'process.exit(0);'],
  ['that fails', "process.on('uncaughtException', () => process.exit(1)); throw new Error('unforeseen');"],
])('loses no line of a process %s', (_, last) => {
  const program = `
    import { createLogger } from ${JSON.stringify(source('log.ts'))};
    const log = createLogger('info');
    for (let index = 0; index < 1_000; index++) log.info({ index }, 'told');
    ${last}`;
  const words = ['--input-type=module-typescript', '--eval', program];
  let told: string;
  try {
    told = execFileSync(process.execPath, words, { encoding: 'utf8' });
  } catch (error) {
    told = (error as { readonly stdout: string }).stdout;
  }
  const indices = told
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly index: number }).index);
  expect(indices).toEqual(Array.from({ length: 1_000 }, (__, index) => index));
});
