import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

/** What is known of a built file: `pnpm build` writes the manifest. */
interface Built {
  readonly file: string;
}

const kilobyte = 1024;
const dist = new URL('../../dist/app/', import.meta.url);

describe('the built frame', () => {
  it('brings at most 25 KB of JavaScript, gzipped, all languages and the error page counted', () => {
    const manifest = JSON.parse(read('.vite/manifest.json').toString()) as Readonly<Record<string, Built>>;
    const scripts = Object.values(manifest).filter(({ file }) => file.endsWith('.js'));
    const sizes = scripts.map(({ file }) => gzipped(file));
    // The application, the error page and three languages besides English.
    expect(sizes.length).toBeGreaterThanOrEqual(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(25 * kilobyte);
  });

  it('brings an error page at most 1 KB', () => {
    const manifest = JSON.parse(read('.vite/manifest.json').toString()) as Readonly<Record<string, Built>>;
    expect(gzipped(entry(manifest, 'src/app/error-page.ts').file)).toBeLessThanOrEqual(kilobyte);
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
