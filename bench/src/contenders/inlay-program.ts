import { fileURLToPath } from 'node:url';

/** The program under measure, as it is shipped. */
export function inlayProgram(): string {
  return fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));
}
