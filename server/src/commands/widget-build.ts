import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { widgetDist } from '../embed/assets.ts';

const widgetRoot = fileURLToPath(new URL('../../../widget/', import.meta.url));
const vite = join(widgetRoot, 'node_modules/vite/bin/vite.js');
/** What `pnpm build` runs: the frame, the SDK as a script and the SDK as a module. */
const builds = [
  ['-c', 'vite.app.config.ts'],
  ['-c', 'vite.sdk.config.ts', '--mode', 'script'],
  ['-c', 'vite.sdk.config.ts', '--mode', 'module'],
];

/** In a checkout whose widget was never built, builds it. What the build says goes to stderr. */
export async function ensureWidgetBuilt(): Promise<void> {
  if (existsSync(join(widgetDist, 'app/.vite/manifest.json')) && existsSync(join(widgetDist, 'sdk/inlay.js'))) return;
  console.error('The widget is not built yet: building it.');
  for (const build of builds) await run([vite, 'build', ...build]);
}

async function run(command: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, command, { cwd: widgetRoot, stdio: ['ignore', 2, 2] });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new Error('the widget could not be built: run pnpm build and read what it says');
}
