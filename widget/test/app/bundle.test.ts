import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

/** What is known of a built file: `pnpm build` writes the manifest. */
interface Built {
  readonly file: string;
}

const kilobyte = 1024;
const errorPage = 'src/app/error-page.ts';
const dist = new URL('../../dist/app/', import.meta.url);

describe('the built frame', () => {
  it('brings a viewer at most 25 KB of JavaScript, gzipped: the application, the heaviest language, authorizations', () => {
    const manifest = JSON.parse(read('.vite/manifest.json').toString()) as Readonly<Record<string, Built>>;
    const scripts = Object.entries(manifest).filter(([, { file }]) => file.endsWith('.js'));
    const [languages, others] = [scripts.filter(isLanguage), scripts.filter((script) => !isLanguage(script))];
    expect(languages).toHaveLength(3);
    // The application and authorizations; and the error page, whose viewer loads nothing else.
    expect(others.map(([name]) => name).toSorted()).toEqual([
      'src/app/error-page.ts',
      'src/app/main.ts',
      'src/elements/authorization/index.ts',
    ]);
    const weigh = ([name, { file }]: readonly [string, Built]) => (name === errorPage ? 0 : gzipped(file));
    const heaviest = Math.max(...languages.map(weigh));
    expect(others.map(weigh).reduce((sum, size) => sum + size, heaviest)).toBeLessThanOrEqual(25 * kilobyte);
  });

  it('brings an error page at most 1 KB', () => {
    const manifest = JSON.parse(read('.vite/manifest.json').toString()) as Readonly<Record<string, Built>>;
    expect(gzipped(entry(manifest, errorPage).file)).toBeLessThanOrEqual(kilobyte);
  });
});

function isLanguage([name]: readonly [string, Built]): boolean {
  return name.startsWith('src/app/i18n/');
}

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
