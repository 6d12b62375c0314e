import { afterAll, beforeAll, describe, it } from 'vitest';
import { startRedis } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { expectStayedOpen } from '../src/faults/expectations.ts';
import { expectToSurvive, network } from '../src/faults/scenario.ts';
import type { Scenario } from '../src/faults/scenario.ts';

/** Redis carries none of these commands out: they are answered on the way. */
function answered(error: string, commands: RegExp): Scenario {
  const [word = ''] = error.split(' ');
  return {
    title: `A02: Redis answers ${word}`,
    fault: `answers ${word}`,
    of: network('redisProxy', { kind: 'answer', error, commands }),
  };
}

const scripts = /^eval(?:sha)?$/i;
const anything = /./;

const scenarios: readonly Scenario[] = [
  {
    title: 'A02: connections to Redis reset',
    fault: 'connections reset',
    of: network('redisProxy', { kind: 'reset' }),
  },
  {
    title: 'A02: connections to Redis half-open',
    fault: 'connections half-open',
    of: network('redisProxy', { kind: 'black hole' }, { lasts: 4_000, closesAfter: 1_500 }),
  },
  {
    title: 'A01 A02: answers of Redis lost after the claim',
    fault: 'answers lost after the claim',
    of: network('redisProxy', { kind: 'lose answers' }),
  },
  {
    title: 'A02: answers of Redis cut in the middle',
    fault: 'answers cut in the middle',
    of: network('redisProxy', { kind: 'cut answers' }),
  },
  {
    title: 'A02: answers of Redis come 3 s late',
    fault: 'answers 3 s late',
    of: network('redisProxy', { kind: 'delay', ms: 3_000 }, { lasts: 5_000 }),
  },
  {
    title: 'answers of Redis 300 ms late delay admissions and refuse none',
    fault: 'answers 300 ms late',
    of: network('redisProxy', { kind: 'delay', ms: 300 }, { closesAfter: 'never' }),
    expect: expectStayedOpen,
  },
  {
    title: 'A02: answers of Redis trickle in',
    fault: 'answers at 100 bytes a second',
    of: network('redisProxy', { kind: 'throttle', bytesPerSecond: 100 }, { lasts: 4_000, closesAfter: 2_000 }),
  },
  answered("OOM command not allowed when used memory > 'maxmemory'.", scripts),
  answered("READONLY You can't write against a read only replica.", scripts),
  answered('MISCONF Errors writing to the AOF file: No space left on device', scripts),
  answered('LOADING Redis is loading the dataset in memory', anything),
  answered('NOAUTH Authentication required.', anything),
  answered('BUSY Redis is busy running a script.', anything),
  answered('CLUSTERDOWN The cluster is down', scripts),
  answered('ERR internal error', scripts),
];

describe('Redis, the way to it', () => {
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

  it.for(scenarios)('$title', (scenario) => expectToSurvive(deployment, 'Redis', scenario));
});
