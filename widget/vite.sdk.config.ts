import { defineConfig } from 'vite';

/**
 * Builds what runs in the host's page, twice: `--mode script` makes `inlay.js` for a script tag (global `inlay`),
 * `--mode module` makes `host.js` for a bundler.
 */
export default defineConfig(({ mode }) => {
  const script = mode !== 'module';
  return {
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir: 'dist/sdk',
      emptyOutDir: script,
      target: 'es2022',
      minify: 'oxc' as const,
      reportCompressedSize: false,
      lib: script
        ? { entry: 'src/sdk/inlay.ts', name: 'inlay', formats: ['iife' as const], fileName: () => 'inlay.js' }
        : { entry: 'src/sdk/host.ts', formats: ['es' as const], fileName: () => 'host.js' },
    },
  };
});
