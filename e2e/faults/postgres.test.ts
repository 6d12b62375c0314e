import { afterAll, beforeAll, describe, it } from 'vitest';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { expectStayedOpen } from '../src/faults/expectations.ts';
import { postgresScenarios } from '../src/faults/postgres-scenarios.ts';
import { network, expectToSurvive } from '../src/faults/scenario.ts';
import type { Scenario } from '../src/faults/scenario.ts';

const scenarios: readonly Scenario[] = [
  ...postgresScenarios({ lasts: 2_500 }),
  {
    title: 'answers 300 ms late delay admissions and refuse none',
    fault: 'answers 300 ms late',
    of: network('postgresProxy', { kind: 'delay', ms: 300 }, { closesAfter: 'never', rate: 15 }),
    expect: expectStayedOpen,
  },
];

/** Without Redis, PostgreSQL keeps accounts, used links and sessions. */
describe('PostgreSQL alone', () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await startDeployment();
  });

  afterAll(() => deployment.close());

  it.for(scenarios)('$title', (scenario) => expectToSurvive(deployment, 'PostgreSQL alone', scenario));
});
