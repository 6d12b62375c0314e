import { Command } from 'commander';
import { diagnose } from '../doctor/diagnose.ts';
import type { Check } from '../doctor/diagnose.ts';
import { withServices } from './with-services.ts';

const marks = { pass: '✓', fail: '✗', unknown: '?' } as const;

/** `inlay doctor`: checks the installation, each finding with its reason and remedy. Exit status 2 where the settings fail, 1 where another does. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check the installation: settings, database, keys, accounts, the address people use')
    .option('--json', 'print JSON')
    .addCommand(jodooCommand())
    .action(async ({ json }: { json?: boolean }) => {
      const checks = await diagnose(process.env);
      console.log(json ? JSON.stringify({ checks }, null, 2) : checks.map(describe).join('\n'));
      const failed = checks.filter((check) => check.result === 'fail');
      if (failed.length > 0) process.exitCode = failed.some((check) => check.name === 'settings') ? 2 : 1;
    });
}

/** `inlay doctor jodoo`: checks an integration app of Jodoo. Exit status 1 where something fails. */
function jodooCommand(): Command {
  return new Command('jodoo')
    .description('check an integration app of Jodoo: its domains, certificate, secret, frames and mapping')
    .argument('<integration>', 'integration id (jod_…)')
    .option('--json', 'print JSON')
    .action((id: string, _options: object, command: Command) =>
      withServices(async (services) => {
        const [{ findIntegration }, { diagnoseIntegration }, { presentFinding }] = await Promise.all([
          import('../jodoo/find-integration.ts'),
          import('../jodoo/diagnosis/diagnose.ts'),
          import('../jodoo/diagnosis/present.ts'),
        ]);
        const row = await findIntegration(services.database, id);
        const findings = await diagnoseIntegration({ ...services, outbound: services.jodoo.outbound }, row);
        // Both commands have the option; whichever of the two words it follows, it is meant.
        const { json } = command.optsWithGlobals<{ json?: true }>();
        if (json) console.log(JSON.stringify({ integration: id, checks: findings.map(presentFinding) }, null, 2));
        else {
          for (const { name, subject, outcome, reason, remedy } of findings) {
            const title = subject === undefined ? name : `${name} ${subject}`;
            const check = { name: title.replaceAll('_', ' '), result: outcome, reason };
            console.log(describe(remedy === undefined ? check : { ...check, remedy }));
          }
        }
        if (findings.some(({ outcome }) => outcome === 'fail')) process.exitCode = 1;
      }),
    );
}

function describe({ name, result, reason, remedy }: Check): string {
  return `${marks[result]} ${name}: ${reason}${remedy === undefined ? '' : `\n    ${remedy}`}`;
}
