import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { measureColdStart } from './cold-start.ts';
import { report } from './report.ts';
import { measureSizes } from './sizes.ts';
import { measureThroughput } from './throughput.ts';

/** The browser's part lives with the browser tests, whose harness it needs. */
const browserMeasure = new URL('../../e2e/src/measure-ready-alone.ts', import.meta.url);
const target = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

const sizes = measureSizes();
const coldStart = await measureColdStart(9);
const throughput = await measureThroughput(5, 1_500, 16);
const { measureReadyAlone } = (await import(browserMeasure.href)) as { measureReadyAlone: () => Promise<number> };
const ready = await measureReadyAlone();
const text = report({ sizes, coldStart, throughput, ready });
console.log(text);
if (process.argv.includes('--write'))
  writeFileSync(target, await format(text, { parser: 'markdown', printWidth: 120 }));
