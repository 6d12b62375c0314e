import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Plugin } from 'rolldown';
import { entryValidatorSource } from './entry-validator.ts';

/**
 * Bundles the program into `server/dist/app/`: see docs/decisions/0015-server-bundle.md. The folder is as deep as those of
 * `src`, so that the addresses of files beside the program hold in both.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}dist/app`;

/** Puts what Ajv writes for the schema of the catalogue's entries in place of having it written at each start. */
const entryShape: Plugin = {
  name: 'entry-shape',
  load(id) {
    if (!id.endsWith('/connections/entry-shape.ts')) return null;
    return `${entryValidatorSource('module')}\nexport { validate as hasShape };`;
  },
};

rmSync(target, { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: `${root}src/main.ts`, 'signing-thread': `${root}src/direct-links/signing-thread.ts` },
  cwd: root,
  platform: 'node',
  plugins: [entryShape],
  // With a native part, which stays where it was installed; and one that `pg` has for those who install it.
  external: ['better-sqlite3', 'pg-native'],
  onLog(level, log, report) {
    // Libraries import in circles and call eval; what is wrong with our own code ends the build.
    if (level === 'warn' && /node_modules/.test(`${log.id ?? ''}${log.message}`)) return;
    report(level === 'warn' ? 'error' : level, log);
  },
});
await bundle.write({
  dir: target,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  minify: { compress: false, mangle: false, codegen: true },
  keepNames: true,
});
await bundle.close();
cpSync(`${root}src/demo/pages`, `${target}/pages`, { recursive: true });
