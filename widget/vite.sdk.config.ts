import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** Ships the public declarations, which stand by themselves, beside the module. */
const declarations: Plugin = {
  name: 'declarations',
  generateBundle() {
    const source = readFileSync(new URL('src/sdk/host-api.d.ts', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'host.d.ts', source });
  },
};

/**
 * Builds what runs in the host's page, twice: `--mode script` makes `inlay.js` for a script tag (global `inlay`),
 * `--mode module` makes `host.js` for a bundler.
 */
export default defineConfig(({ mode }) => {
  const script = mode !== 'module';
  return {
    publicDir: false,
    plugins: script ? [] : [declarations],
    logLevel: 'warn',
    build: {
      outDir: 'dist/sdk',
      emptyOutDir: script,
      target: 'es2022',
      minify: 'oxc' as const,
      reportCompressedSize: false,
      // Every byte counts here, and nobody asks a module namespace for its tag.
      rolldownOptions: { output: { generatedCode: { symbols: false }, minify: true } },
      lib: script
        ? { entry: 'src/sdk/inlay.ts', name: 'inlay', formats: ['iife' as const], fileName: () => 'inlay.js' }
        : { entry: 'src/sdk/host.ts', formats: ['es' as const], fileName: () => 'host.js' },
    },
  };
});
