import { relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { demoOrigins, portBaseMax, portOf, siteNames, sitesTaken } from '../demo/origins.ts';
import type { Site } from '../demo/origins.ts';
import { ensureWidgetBuilt } from './widget-build.ts';
import { endOnSignal } from './serve.ts';
import { failPlainly } from './with-services.ts';

interface Options {
  readonly portBase: number;
  readonly json?: boolean;
}

/** `inlay demo`: Inlay, a partner's app, a dashboard and a provider, on four ports of this machine. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('run Inlay with a partner’s app, a stand-in for Jodoo and a provider to try it on')
    .option('--port-base <port>', 'port of Inlay; the others follow 100, 200 and 300 higher', parsePortBase, 4000)
    .option('--json', 'print the addresses as JSON')
    .action(({ portBase, json }: Options) =>
      failPlainly(async () => {
        const taken = await sitesTaken(portBase);
        if (taken.length > 0) throw new Error(portsTaken(taken, portBase));
        await ensureWidgetBuilt();
        const dataDir = resolve(process.env['INLAY_DATA_DIR'] || '.inlay/demo');
        const logLevel = process.env['INLAY_LOG_LEVEL'] || 'warn';
        // Loaded only now: what does not start need not be read.
        const { startDemo } = await import('../demo/start.ts');
        const demo = await startDemo({ portBase, dataDir, logLevel });
        endOnSignal(() => demo.close());
        if (json) console.log(JSON.stringify({ ...demo.origins, dataDir }));
        else console.log(welcome(demo.origins, dataDir));
      }),
    );
}

function parsePortBase(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= portBaseMax) return port;
  throw new InvalidArgumentError(`It must be a number from 1 to ${portBaseMax}.`);
}

/** What is in the way, and the option that goes round it. */
function portsTaken(taken: readonly Site[], portBase: number): string {
  const other = portBase + 5000 <= portBaseMax ? portBase + 5000 : 5000;
  const lines = taken.map((site) => `Port ${portOf(site, portBase)} is taken, which ${siteNames[site]} needs.`);
  return [
    ...lines,
    'Nothing was started. End what listens there, or choose other ports:',
    `  npx -y pnpm@12 start --port-base ${other}`,
  ].join('\n');
}

function welcome(origins: ReturnType<typeof demoOrigins>, dataDir: string): string {
  const strong = (text: string): string => styleText('bold', text);
  const faint = (text: string): string => styleText('dim', text);
  const address = (text: string): string => styleText('cyan', text);
  const inside = relative('.', dataDir);
  return `
  ${strong('Inlay’s demo is ready.')}

  ${strong('Tidewater')}   a partner’s app, by the SDK      ${address(`${origins.partner}/settings/connections`)}
  ${strong('Jodoo')}       a stand-in: sign-in, dashboard   ${address(origins.jodoo)}
  ${strong('Acme')}        accounts that one can connect    ${address(origins.provider)}
  ${strong('Inlay')}       what is in both frames           ${address(origins.inlay)}

  To try:
  1. Open Tidewater, and connect Acme Calendar: you allow it at Acme, in a window of its own.
  2. Connect Acme Mail with a key that you copy at Acme.
  3. Open Jodoo beside it as Mara: Enter App, and the order desk, where the same connections stand.
  4. Try the links that must not work: used, expired, for another page, altered.

  ${faint(`Data is kept in ${inside.startsWith('..') ? dataDir : inside}. Ctrl+C ends it.`)}
`;
}
