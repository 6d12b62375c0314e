import { fileURLToPath } from 'node:url';

/** The program under measure, as it is shipped: the bundle that `pnpm build` made. */
export function inlayProgram(): string {
  return fileURLToPath(new URL('../../../server/bin/inlay.js', import.meta.url));
}
