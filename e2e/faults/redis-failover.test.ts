import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { startPostgres } from '../../server/test/support/postgres.ts';
import type { TestPostgres } from '../../server/test/support/postgres.ts';
import { startCluster, startSentinel, until } from '../../server/test/support/redis.ts';
import type { TestSentinel } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import { expectToSurvive } from '../src/faults/scenario.ts';

async function masterPort({ sentinel }: TestSentinel): Promise<number> {
  const [, port] = (await sentinel.client.call('SENTINEL', 'get-master-addr-by-name', 'inlay')) as string[];
  return Number(port);
}

describe('several Redis servers', () => {
  let postgres: TestPostgres;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  afterAll(() => postgres.close());

  it('A04: the master is killed, its replica, which is in step, promoted', async () => {
    const sentinel = await startSentinel();
    ends.push(() => sentinel.close());
    const { master, replica } = sentinel;
    const deployment = await startDeployment({ postgres, redis: sentinel.url });
    ends.push(() => deployment.close());
    await expectToSurvive(deployment, 'Redis with Sentinel', {
      title: '',
      fault: 'master killed, replica in step promoted',
      of: () => ({
        begin: async () => {
          // What was answered and not yet passed on would be a loss, and is tried as one elsewhere.
          await master.client.call('CLIENT', 'PAUSE', '300', 'WRITE');
          await master.client.call('WAIT', '1', '200');
          await master.signal('SIGKILL');
        },
        lasts: 800,
        // Over is it when the Sentinel names the new master.
        end: () => until(async () => (await masterPort(sentinel)) === replica.port),
      }),
    });
  });

  it('A02 A04: one of three nodes of a cluster is killed and comes back', async () => {
    const cluster = await startCluster();
    ends.push(() => cluster.close());
    const deployment = await startDeployment({ postgres, redis: cluster.url });
    ends.push(() => deployment.close());
    const [, node] = cluster.nodes;
    await expectToSurvive(deployment, 'Redis Cluster', {
      title: '',
      fault: 'one node of three killed, started again',
      of: () => ({
        begin: () => node?.signal('SIGKILL'),
        end: async () => {
          await node?.start();
          await until(async () =>
            (await Promise.all(cluster.nodes.map(({ client }) => client.call('CLUSTER', 'INFO')))).every((info) =>
              /cluster_state:ok/.test(String(info)),
            ),
          );
        },
        lasts: 5_000,
        // Links of the other nodes are good until the cluster itself gives up.
        closesAfter: 'never',
      }),
    });
  });
});
