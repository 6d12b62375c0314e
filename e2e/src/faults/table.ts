import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { readResults, resultsFolder } from './results.ts';
import type { Result } from './results.ts';

const page = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));
const [start, end] = ['<!-- The fault suite writes what follows: pnpm faults --write -->', '<!-- Up to here. -->'];

/** Vitest's global set-up: forgets the results of earlier runs, and when all is over writes the table or compares it. */
export default function setUp(): () => Promise<void> {
  rmSync(resultsFolder, { recursive: true, force: true });
  return async () => {
    const table = process.env['INLAY_FAULTS_TABLE'];
    if (table === 'write') await writeTable(readResults());
    else if (table === 'compare') compareTable(readResults());
  };
}

async function writeTable(results: readonly Result[]): Promise<void> {
  const text = readFileSync(page, 'utf8');
  const before = text.slice(0, text.indexOf(start) + start.length);
  const after = text.slice(text.indexOf(end));
  const rows = results.map(({ to, fault, during, recovery, ledger }) => [to, fault, during, recovery, ledger]);
  const table = [
    ['To', 'Fault', 'While it was there', 'Good again after', 'Ledger'],
    ['-', '-', '-', '-', '-'],
    ...rows,
  ];
  const lines = table.map((row) => `| ${row.join(' | ')} |`).join('\n');
  const options = await prettier.resolveConfig(page);
  writeFileSync(page, await prettier.format(`${before}\n\n${lines}\n\n${after}`, { ...options, filepath: page }));
}

/** Fails where the page lists a fault that was not survived just now; says which ones it does not list yet. */
function compareTable(results: readonly Result[]): void {
  const listed = existsSync(page) ? (readFileSync(page, 'utf8').split(start)[1]?.split(end)[0] ?? '') : '';
  const named = listed
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim())
        .join(': '),
    );
  const survived = results.map(({ to, fault }) => `${to}: ${fault}`);
  const missing = survived.filter((name) => !named.includes(name)).map((name) => `is not listed: ${name}`);
  const extra = named.filter((name) => !survived.includes(name)).map((name) => `was not survived now: ${name}`);
  if (missing.length + extra.length === 0) return;
  console.error(
    ['docs/reliability.md is not what the suite found; pnpm faults --write', ...missing, ...extra].join('\n  '),
  );
  if (extra.length > 0) process.exitCode = 1;
}
