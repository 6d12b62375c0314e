import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { requireProgram } from '../../setup/programs.ts';
import type { ProgramName } from '../../setup/programs.ts';

/** Whole path of a program of the system; throws an error that says what to install where it is missing. */
export function programPath(name: ProgramName): string {
  const program = requireProgram(name);
  const folders = program.startsWith('/') ? ['/'] : (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? program;
}
