import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../../../widget/dist/', import.meta.url));

/** What the build notes of a script. */
interface Built {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** Bytes of the built scripts, gzip. */
export interface Sizes {
  readonly frame: number;
  readonly sdk: number;
}

/** Weighs the host SDK, and what a viewer who comes by a direct link loads at most: every script, and the heaviest language. */
export function measureSizes(): Sizes {
  const manifest = JSON.parse(readFileSync(join(dist, 'app/.vite/manifest.json'), 'utf8')) as Record<string, Built>;
  const isLanguage = (name: string): boolean => /\/i18n\//.test(name);
  const needed = new Set<string>();
  const add = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    const { imports = [], dynamicImports = [] } = manifest[name] ?? {};
    for (const next of [...imports, ...dynamicImports]) add(next);
  };
  add('src/app/main.ts');
  const weights = (names: readonly string[]): readonly number[] =>
    names.map((name) => weigh(join(dist, 'app', manifest[name]?.file ?? '')));
  const language = Math.max(0, ...weights([...needed].filter(isLanguage)));
  const others = weights([...needed].filter((name) => !isLanguage(name)));
  return {
    frame: others.reduce((sum, weight) => sum + weight, language),
    sdk: weigh(join(dist, 'sdk/inlay.js')),
  };
}

function weigh(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}
