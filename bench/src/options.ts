import { parseArgs } from 'node:util';
import type { Engines } from './engines.ts';

/** The measures, in the order in which they are taken. */
export const measureNames = ['sizes', 'redis', 'admission', 'arrivals', 'minting', 'cold-start', 'ready'] as const;
export type MeasureName = (typeof measureNames)[number];

/** What was asked for on the command line. */
export interface Options {
  /** Two short rounds of each measure that needs no browser. */
  readonly quick: boolean;
  readonly only: readonly MeasureName[];
  readonly engines: Engines;
  /** Whether the result replaces docs/performance.md and its chart. */
  readonly write: boolean;
  /** Whether the server's profile is taken and its costliest functions are listed. */
  readonly profile: boolean;
  readonly logLevel: string | undefined;
}

const help = `pnpm bench [options]
  --quick              two short rounds, no browser
  --only a,b           of ${measureNames.join(', ')}
  --engines <engines>  redis (default: PostgreSQL and Redis), postgres or embedded
  --profile            list what costs the server most
  --log-level <level>  level of the server's log; default: its own
  --write              replace docs/performance.md and its chart`;

const enginesNames: readonly Engines[] = ['redis', 'postgres', 'embedded'];

/** Reads the command line. Throws an error with the help text, or what is wrong, where it does not hold. */
export function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      engines: { type: 'string', default: 'redis' },
      profile: { type: 'boolean', default: false },
      'log-level': { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const quick = values.quick;
  const names = values.only?.split(',') ?? measureNames.filter((name) => !quick || name !== 'ready');
  const only = measureNames.filter((name) => names.includes(name));
  const engines = enginesNames.find((name) => name === values.engines);
  if (engines === undefined || only.length !== names.length) throw new Error(help);
  if (values.write && (quick || only.length < measureNames.length || engines !== 'redis' || values.profile)) {
    throw new Error('--write takes a whole run as it is shipped, so no other option goes with it');
  }
  return { quick, only, engines, write: values.write, profile: values.profile, logLevel: values['log-level'] };
}
