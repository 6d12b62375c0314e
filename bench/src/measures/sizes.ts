import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../../../widget/dist/', import.meta.url));

/** Bytes of the built scripts, gzip. */
export interface Sizes {
  readonly frame: number;
  readonly sdk: number;
}

/** Weighs the host SDK, and what a viewer of the frame loads at most: every part of it but the lighter languages. */
export function measureSizes(): Sizes {
  const assets = join(dist, 'app/assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js') && !name.startsWith('error-'));
  const isLanguage = (name: string): boolean => /^[a-z]{2}-/.test(name);
  const weights = (names: readonly string[]): readonly number[] => names.map((name) => weigh(join(assets, name)));
  const language = Math.max(0, ...weights(scripts.filter(isLanguage)));
  const others = weights(scripts.filter((name) => !isLanguage(name)));
  return {
    frame: others.reduce((sum, weight) => sum + weight, language),
    sdk: weigh(join(dist, 'sdk/inlay.js')),
  };
}

function weigh(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}
