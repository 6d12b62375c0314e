import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../server/test/support/free-port.ts';
import type { Program } from '../processes.ts';

/** A contender of our own making, as plain JavaScript: nobody would have its types removed at each start. */
export async function ownProgram(name: string, environment: Readonly<Record<string, string>> = {}): Promise<Program> {
  const source = readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8');
  const folder = fileURLToPath(new URL('../../dist/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.js`);
  writeFileSync(file, stripTypeScriptTypes(source));
  const port = await freePort();
  return { name, words: [file], port, environment: { PORT: String(port), ...environment } };
}
