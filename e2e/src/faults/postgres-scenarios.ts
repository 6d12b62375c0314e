import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment } from './deployment.ts';
import type { Fault } from './drive.ts';
import { expectSound } from './expectations.ts';
import { network } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/**
 * What can befall PostgreSQL. `common` says how long it lasts and when the door must be shut: where Redis keeps the used
 * links, accounts stay in memory for some seconds.
 */
export function postgresScenarios(common: Pick<Fault, 'lasts' | 'closesAfter'>): readonly Scenario[] {
  return [
    {
      title: 'A02 A04: PostgreSQL killed and started again',
      fault: 'SIGKILL, started again',
      of: ({ postgres }) => ({
        ...common,
        begin: () => postgres.signal('SIGKILL'),
        end: () => postgres.start(),
      }),
    },
    {
      title: 'A02: PostgreSQL stopped and continued',
      fault: 'SIGSTOP, SIGCONT',
      of: ({ postgres }) => ({
        ...common,
        begin: () => postgres.signal('SIGSTOP'),
        end: () => postgres.signal('SIGCONT'),
      }),
    },
    {
      title: 'A02: PostgreSQL read-only',
      fault: 'read-only',
      of: (deployment) => ({
        ...common,
        begin: () => setReadOnly(deployment, 'on'),
        end: () => setReadOnly(deployment, 'off'),
      }),
    },
    {
      title: 'A02: each connection terminated, ten times a second',
      fault: 'connections terminated, ten times a second',
      of: (deployment) => {
        const work = new AbortController();
        return {
          begin: () => void terminateUntil(deployment, work.signal),
          end: () => work.abort(),
          closesAfter: 'never',
        };
      },
      expect: expectSound,
    },
    {
      title: 'A02: connections to PostgreSQL reset',
      fault: 'connections reset',
      of: network('postgresProxy', { kind: 'reset' }, common),
    },
    {
      title: 'A02: connections to PostgreSQL half-open',
      fault: 'connections half-open',
      of: network('postgresProxy', { kind: 'black hole' }, common),
    },
    {
      title: 'A01 A02: answers of PostgreSQL lost after the claim',
      fault: 'answers lost after the work was done',
      of: network('postgresProxy', { kind: 'lose answers' }, common),
    },
    {
      title: 'A02: answers of PostgreSQL cut in the middle',
      fault: 'answers cut in the middle',
      of: network('postgresProxy', { kind: 'cut answers' }, common),
    },
    {
      title: 'A02: answers of PostgreSQL come 3 s late',
      fault: 'answers 3 s late',
      of: network('postgresProxy', { kind: 'delay', ms: 3_000 }, common),
    },
  ];
}

/** Name of the deployment's database. */
function nameOf({ databaseUrl }: Deployment): string {
  return new URL(databaseUrl).pathname.slice(1);
}

const cutConnections = (database: string): string =>
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`;

/** The setting counts for new connections: those that stand are cut. */
async function setReadOnly(deployment: Deployment, value: 'on' | 'off'): Promise<void> {
  const database = nameOf(deployment);
  await deployment.postgres.run(
    `ALTER DATABASE ${database} SET default_transaction_read_only = ${value}`,
    cutConnections(database),
  );
}

async function terminateUntil(deployment: Deployment, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await deployment.postgres.run(cutConnections(nameOf(deployment)));
    await delay(100);
  }
}
