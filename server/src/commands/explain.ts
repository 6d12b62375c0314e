import { Command } from 'commander';
import { explainLink } from '../direct-links/explain.ts';
import type { Explanation } from '../direct-links/explain.ts';
import { withServices } from './with-services.ts';

/** `inlay explain <link|token>`: what would be answered to it now, why, and what to do. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('say what a direct link or token would be answered, why, and what to do')
    .argument('<link|token>', 'a direct link, a bare token, or - to read it from standard input')
    .option('--json', 'print JSON')
    .action(async (argument: string, { json }: { json?: boolean }) => {
      const text = argument === '-' ? await readInput() : argument;
      await withServices(async (services) => {
        const explanation = await explainLink(text, services);
        console.log(json ? JSON.stringify(explanation, null, 2) : describe(explanation));
        if (!explanation.admitted) process.exitCode = 1;
      });
    });
}

async function readInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text;
}

function describe(explanation: Explanation): string {
  const { admitted, code, status, cause, remedy, detail, signed, header, claims, vendor, customer, member } =
    explanation;
  const rows: readonly (readonly [string, string | null])[] = [
    ['Answer', admitted ? '200, admitted' : `${status} ${code ?? ''}`],
    ['Cause', cause],
    ['Detail', detail],
    ['Remedy', remedy],
    ['Signature', signed ? 'holds' : 'not shown to hold'],
    ['Age', explanation.age === null ? null : `${explanation.age} s on this machine's clock`],
    ['Vendor', vendor && `${vendor.name} (${vendor.id})`],
    ['Customer', customer && `${customer.name} (${customer.id})`],
    ['Origins', customer && (customer.embeddingOrigins.join(' ') || 'none')],
    ['Member', member && member.id],
    ['Path', explanation.path],
    ['Header', header && JSON.stringify(header)],
    ['Claims', claims && JSON.stringify(claims)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(10)} ${value}`])).join('\n');
}
