import { Command } from 'commander';
import { diagnose } from '../doctor/diagnose.ts';
import type { Check } from '../doctor/diagnose.ts';

const marks = { pass: '✓', fail: '✗', unknown: '?' } as const;

/** `inlay doctor`: checks the installation, each finding with its reason and remedy. Exit status 1 where one fails. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check the installation: settings, database, keys, accounts, the address people use')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const checks = await diagnose(process.env);
      console.log(json ? JSON.stringify({ checks }, null, 2) : checks.map(describe).join('\n'));
      if (checks.some((check) => check.result === 'fail')) process.exitCode = 1;
    });
}

function describe({ name, result, reason, remedy }: Check): string {
  return `${marks[result]} ${name}: ${reason}${remedy === undefined ? '' : `\n    ${remedy}`}`;
}
