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

/** Weighs the built frame, every chunk of it, and the host SDK. */
export function measureSizes(): Sizes {
  const assets = join(dist, 'app/assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  return {
    frame: scripts.reduce((sum, name) => sum + weigh(join(assets, name)), 0),
    sdk: weigh(join(dist, 'sdk/inlay.js')),
  };
}

function weigh(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}
