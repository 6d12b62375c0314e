#!/usr/bin/env node
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Runs the bundle that `pnpm build` made, which starts in half the time; in a checkout whose sources are newer than it, or
// that has none, the sources themselves. Written in plain JavaScript so that an older Node can say what it lacks.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(`Inlay needs Node 24.12 or newer; this is ${process.versions.node}. In a checkout, use: pnpm inlay …`);
  process.exit(2);
}

const bundle = new URL('../dist/app/main.js', import.meta.url);
const sources = ['../src/', '../../shared/src/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
const isBuilt = existsSync(bundle) && !isOlder(statSync(bundle).mtimeMs);
await import(isBuilt ? bundle.href : new URL('../src/main.ts', import.meta.url).href);

/**
 * Whether a source is newer than `builtAt`. An installation without sources has none.
 * @param {number} builtAt
 */
function isOlder(builtAt) {
  return sources.some(
    (folder) =>
      existsSync(folder) &&
      readdirSync(folder, { recursive: true, withFileTypes: true }).some(
        (entry) => entry.name.endsWith('.ts') && statSync(`${entry.parentPath}/${entry.name}`).mtimeMs > builtAt,
      ),
  );
}
