import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The program under measure, as it is shipped: it runs the bundle that `pnpm build` made. */
export function inlayProgram(): string {
  return join(root, 'server/bin/inlay.js');
}

/** Whether there is a bundle, and no source is newer: else the program runs its sources, which start slower. */
export function isBuilt(): boolean {
  const bundle = join(root, 'server/dist/app/main.js');
  if (!existsSync(bundle)) return false;
  const builtAt = statSync(bundle).mtimeMs;
  const sources = globSync('{server,shared}/src/**/*.ts', { cwd: root });
  return sources.every((file) => statSync(join(root, file)).mtimeMs <= builtAt);
}
