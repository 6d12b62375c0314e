import { Command } from 'commander';
import { diagnose } from '../doctor/diagnose.ts';
import type { Check } from '../doctor/diagnose.ts';

const marks = { pass: '✓', fail: '✗', unknown: '?' } as const;

/** `inlay doctor`: checks the installation, each finding with its reason and remedy. Exit status 2 where the settings fail, 1 where another does. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check the installation: settings, database, keys, accounts, the address people use')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const checks = await diagnose(process.env);
      console.log(json ? JSON.stringify({ checks }, null, 2) : checks.map(describe).join('\n'));
      const failed = checks.filter((check) => check.result === 'fail');
      if (failed.length > 0) process.exitCode = failed.some((check) => check.name === 'settings') ? 2 : 1;
    });
}

function describe({ name, result, reason, remedy }: Check): string {
  return `${marks[result]} ${name}: ${reason}${remedy === undefined ? '' : `\n    ${remedy}`}`;
}
