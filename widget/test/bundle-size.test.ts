import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

/** What is known of a built file: `pnpm build` writes the manifest. */
interface Built {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

const kilobyte = 1024;
const dist = new URL('../dist/', import.meta.url);

describe('built files', () => {
  it('bring a frame at most 25 KB of JavaScript, gzipped, in any language', () => {
    const manifest = JSON.parse(read('app/.vite/manifest.json').toString()) as Readonly<Record<string, Built>>;
    const size = (name: string): number => gzipped(`app/${entry(manifest, name).file}`);
    const { imports = [], dynamicImports = [] } = entry(manifest, 'src/app/main.ts');
    const shared = ['src/app/main.ts', ...imports].reduce((sum, name) => sum + size(name), 0);
    const languages = dynamicImports.map(size);
    expect(languages.length).toBeGreaterThan(0);
    expect(shared + Math.max(...languages)).toBeLessThanOrEqual(25 * kilobyte);
    expect(size('src/app/error-page.ts')).toBeLessThanOrEqual(kilobyte);
  });

  it.each(['sdk/inlay.js', 'sdk/host.js'])('bring a host page at most 4 KB, gzipped, in %s', (file) => {
    expect(gzipped(file)).toBeGreaterThan(kilobyte);
    expect(gzipped(file)).toBeLessThanOrEqual(4 * kilobyte);
  });
});

function entry(manifest: Readonly<Record<string, Built>>, name: string): Built {
  const built = manifest[name];
  if (built === undefined) throw new Error(`${name} is not in the manifest`);
  return built;
}

function gzipped(file: string): number {
  return gzipSync(read(file), { level: 9 }).length;
}

function read(file: string): Buffer {
  return readFileSync(new URL(file, dist));
}
