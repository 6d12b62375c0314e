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
const errorPage = 'src/app/error-page.ts';
const dist = new URL('../../dist/app/', import.meta.url);

/** What a viewer loads besides the heaviest language of those given: what opens the frame, and all it fetches later. */
const viewers = {
  'by a direct link': { entry: 'src/app/main.ts', languages: ['src/app/i18n/'] },
  'by Jodoo': { entry: 'src/app/jodoo/main.ts', languages: ['src/app/i18n/', 'src/app/jodoo/words/'] },
};
const isLanguage = (name: string): boolean => /\/(?:i18n|words)\//.test(name);

describe('the built frame', () => {
  it.each(Object.entries(viewers))(
    'brings a viewer %s at most 25 KB of JavaScript, gzipped: the application, the heaviest language, authorizations',
    (_name, { entry: start, languages }) => {
      const manifest = readManifest();
      const needed = new Set<string>();
      const add = (name: string): void => {
        if (needed.has(name) || isLanguage(name)) return;
        needed.add(name);
        const { imports = [], dynamicImports = [] } = entry(manifest, name);
        for (const next of [...imports, ...dynamicImports]) add(next);
      };
      add(start);
      expect([...needed].join()).toContain('authorization');
      const weigh = (name: string) => gzipped(entry(manifest, name).file);
      const spoken = ['ar', 'de', 'zh'].map((tag) =>
        languages.map((folder) => weigh(`${folder}${tag}.ts`)).reduce((sum, size) => sum + size, 0),
      );
      const scripts = [...needed].map(weigh).reduce((sum, size) => sum + size, 0);
      expect(scripts + Math.max(...spoken)).toBeLessThanOrEqual(25 * kilobyte);
    },
  );

  it('brings an error page at most 1 KB', () => {
    expect(gzipped(entry(readManifest(), errorPage).file)).toBeLessThanOrEqual(kilobyte);
  });
});

function readManifest(): Readonly<Record<string, Built>> {
  return JSON.parse(read('.vite/manifest.json').toString()) as Readonly<Record<string, Built>>;
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
