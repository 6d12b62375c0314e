import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the SDK as it is shipped, in memory. */
async function built(mode: 'script' | 'module') {
  const result = await build({ root, configFile: `${root}vite.sdk.config.ts`, mode, build: { write: false } });
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
  return Object.fromEntries(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
}

describe('the built SDK', () => {
  it('is one script of at most 4 KB (gzip), with the global `inlay` and nothing to load', async () => {
    const { 'inlay.js': code = '', ...others } = await built('script');
    expect(others).toEqual({});
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(4096);
    expect(code).toMatch(/^var inlay=/);
    expect(code).not.toMatch(/\bimport\b|\beval\b|new Function|innerHTML|setAttribute\(.style/);
  });

  it('is one module of at most 4 KB (gzip), with its declarations', async () => {
    const { 'host.js': code = '', 'host.d.ts': types, ...others } = await built('module');
    expect(others).toEqual({});
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(4096);
    expect(code).not.toMatch(/\bimport\b/);
    expect(code).toMatch(/export\s*\{[^}]*\bmount\b/);
    expect(types).toContain('export declare function mount');
  });
});
