import { copyFileSync } from 'node:fs';
import { minify } from 'terser';
import { defineConfig } from 'vite';

/**
 * Builds what runs in the frame: the application and the script of the error page, with a manifest by which the server
 * finds the hashed files. No polyfill and no preload helper: the page loads one script and one style sheet.
 */
export default defineConfig({
  base: '/embed/',
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: 'src/app/main.ts', jodoo: 'src/app/jodoo/main.ts', error: 'src/app/error-page.ts' },
      output: {
        generatedCode: { symbols: false },
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
      },
    },
  },
  plugins: [
    {
      // The languages are the only parts fetched later; they bring neither styles nor parts of their own to preload.
      name: 'inlay:plain-import',
      enforce: 'pre',
      load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null),
    },
    {
      // No element has a shadow root (see LightElement), so none has styles that Lit would put into one.
      name: 'inlay:no-shadow-styles',
      enforce: 'pre',
      load: (id) =>
        id.endsWith('reactive-element/css-tag.js')
          ? 'export const adoptStyles = () => {}, getCompatibleStyle = (style) => style, css = 0, unsafeCSS = 0, ' +
            'supportsAdoptingStyleSheets = true, CSSResult = 0;'
          : null,
    },
    {
      // Lit's templates keep their line breaks and indentation otherwise; the rest has no line breaks any more.
      name: 'inlay:template-whitespace',
      generateBundle: (_options, bundle) => {
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk') file.code = file.code.replaceAll(/\n +/g, ' ');
        }
      },
    },
    {
      // A second look at what the bundler made small: some 400 bytes of the 25 KB, gzipped.
      name: 'inlay:terser',
      async generateBundle(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'chunk') continue;
          const { code } = await minify(file.code, { module: true, ecma: 2020, compress: { passes: 2 } });
          if (code !== undefined) file.code = code;
        }
      },
    },
    {
      name: 'inlay:skeleton',
      writeBundle: () => copyFileSync('src/app/skeleton.html', 'dist/app/skeleton.html'),
    },
  ],
});
