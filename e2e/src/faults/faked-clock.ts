import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { requireProgram } from '../../setup/programs.ts';

/** The clock of one process, apart from the machine's by as much as is set. */
export interface FakedClock {
  /** What the process must have in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sets it so many seconds ahead of the machine's; negative: behind. */
  set(seconds: number): void;
  close(): void;
}

/** Makes a clock of faketime's, which reads anew at each look how far apart it is. Timers go on as ever. */
export function createFakedClock(): FakedClock {
  requireProgram('faketime');
  const file = join(tmpdir(), `inlay-clock-${randomUUID()}`);
  const set = (seconds: number): void => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}s\n`);
  set(0);
  return {
    environment: {
      LD_PRELOAD: libraryPath(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
    set,
    close: () => rmSync(file, { force: true }),
  };
}

/** Where Debian keeps the library for programs with threads, by the machine's architecture. */
function libraryPath(): string {
  const name = 'faketime/libfaketimeMT.so.1';
  const folder = readdirSync('/usr/lib').find((folder) => folder.endsWith('-linux-gnu'));
  if (folder === undefined) throw new Error(`${name} is not where Debian keeps it`);
  return join('/usr/lib', folder, name);
}
