import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { readOptions } from './options.ts';
import type { Options } from './options.ts';
import { readProfile } from './profile.ts';
import { chart, panelsOf } from './report/chart.ts';
import { page } from './report/page.ts';
import { takeMeasures } from './take-measures.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const picture = 'images/performance.svg';
const title = 'Inlay, an empty route and the day-made stack side by side; shorter is better';

const options = understand();
const profileTo = options.profile ? mkdtempSync(join(tmpdir(), 'inlay-profile-')) : undefined;
const results = await takeMeasures(options, profileTo);
const text = await format(page(results, options.write ? `![${title}](${picture})` : ''), {
  parser: 'markdown',
  printWidth: 120,
});
console.log(text);
if (profileTo !== undefined) {
  console.log(readProfile(profileTo, 40));
  rmSync(profileTo, { recursive: true, force: true });
}
if (options.write) {
  writeFileSync(join(docs, 'performance.md'), text);
  writeFileSync(join(docs, picture), chart(title, panelsOf(results)));
}

function understand(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    return process.exit(2);
  }
}
