/**
 * Runs the fault suite by hand. `--write` has it write the table of docs/reliability.md; other words are names of test
 * files. `--soak` runs the soak alone, for an hour or for `--minutes=…`.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    minutes: { type: 'string' },
  },
});
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const files = values.soak ? ['soak/'] : positionals;
if (values.write && files.length > 0) throw new Error('the table is written by a whole run alone');
const minutes = values.minutes ?? (values.soak ? '60' : '5');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.faults.config.ts', ...files], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: {
    ...process.env,
    INLAY_SOAK_MINUTES: minutes,
    ...(values.write ? { INLAY_FAULTS_TABLE: 'write' } : {}),
  },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
