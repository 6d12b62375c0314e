import { afterAll, beforeAll, describe, it } from 'vitest';
import { startRedis } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { expectSound } from '../src/faults/expectations.ts';
import { postgresScenarios } from '../src/faults/postgres-scenarios.ts';
import { expectToSurvive } from '../src/faults/scenario.ts';
import type { Scenario } from '../src/faults/scenario.ts';

/** With Redis, accounts are read from memory for some seconds after PostgreSQL went away, and used links go on being kept. */
const away = { lasts: 8_000, closesAfter: 6_000 } as const;

describe('PostgreSQL beside Redis', () => {
  let redis: TestRedis;
  let deployment: Deployment;

  beforeAll(async () => {
    redis = await startRedis();
    deployment = await startDeployment({ redis });
  });

  afterAll(async () => {
    await deployment.close();
    await redis.close();
  });

  const chosen = ['SIGKILL, started again', 'SIGSTOP, SIGCONT', 'connections half-open', 'answers 3 s late'];
  const scenarios: readonly Scenario[] = [
    ...postgresScenarios(away).filter(({ fault }) => chosen.includes(fault)),
    ...postgresScenarios({ closesAfter: 'never' })
      .filter(({ fault }) => fault === 'read-only' || fault.startsWith('connections terminated'))
      .map((scenario) => ({ ...scenario, expect: expectSound })),
  ];

  it.for(scenarios)('$title', (scenario) => expectToSurvive(deployment, 'PostgreSQL beside Redis', scenario));

  it('A02 A04: Redis and PostgreSQL killed at once, and started again one after the other', () =>
    expectToSurvive(deployment, 'Redis and PostgreSQL', {
      title: '',
      fault: 'SIGKILL of both, started again',
      of: ({ postgres }) => ({
        begin: () => Promise.all([redis.signal('SIGKILL'), postgres.signal('SIGKILL')]),
        end: async () => {
          await redis.start();
          postgres.start();
        },
        lasts: 4_000,
      }),
    }));

  it('A02: Redis and PostgreSQL stopped at once, and continued', () =>
    expectToSurvive(deployment, 'Redis and PostgreSQL', {
      title: '',
      fault: 'SIGSTOP of both, SIGCONT',
      of: ({ postgres }) => ({
        begin: () => Promise.all([redis.signal('SIGSTOP'), postgres.signal('SIGSTOP')]),
        end: () => Promise.all([redis.signal('SIGCONT'), postgres.signal('SIGCONT')]),
        lasts: 4_000,
      }),
    }));
});
