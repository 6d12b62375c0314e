import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../server/test/support/postgres.ts';
import type { TestPostgres } from '../../server/test/support/postgres.ts';
import { startRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import type { Deployment } from '../src/faults/deployment.ts';
import { Ledger } from '../src/faults/ledger.ts';
import { keepResult, seconds } from '../src/faults/results.ts';
import { isAlive, redeem } from '../src/faults/viewer.ts';

/** Milliseconds within which a change made at one instance holds at all (contract, 2.3). */
const promptly = 5_000;

/** What one instance is told holds at the others soon: by Redis at once, by the database alone with its next look. */
describe.for(['with Redis', 'without Redis'])('four instances %s', (engine) => {
  let postgres: TestPostgres;
  let deployment: Deployment;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    const redis = engine === 'with Redis' ? await startRedis() : undefined;
    deployment = await startDeployment({ postgres, redis, instances: 4 });
    ends.push(
      () => deployment.close(),
      async () => redis?.close(),
    );
  });

  afterAll(async () => {
    for (const end of ends) await end();
    postgres.close();
  });

  /** Opens a session at each instance, through links of the given origin's customer. */
  async function sessions(): Promise<readonly string[]> {
    const ledger = new Ledger();
    for (const { port } of deployment.instances) {
      expect(await redeem(port, ledger.issue(deployment.partner.link()))).toMatchObject({ outcome: 'admitted' });
    }
    return ledger.entries.map(({ admissions }) => admissions[0]?.sessionToken ?? '');
  }

  /** How long it takes until every session is over at every instance. */
  async function expectOverEverywhere(tokens: readonly string[]): Promise<number> {
    const startedAt = performance.now();
    const live = async (): Promise<boolean> => {
      const answers = deployment.instances.flatMap(({ port }) => tokens.map((token) => isAlive(port, token)));
      return (await Promise.all(answers)).includes(true);
    };
    while (await live()) {
      expect(performance.now() - startedAt).toBeLessThan(promptly);
      await delay(10);
    }
    return performance.now() - startedAt;
  }

  function keep(fault: string, ms: number): void {
    const row = { during: `holds at all after ${seconds(ms)}`, recovery: '–', ledger: '–' };
    keepResult({ to: `Four instances ${engine}`, fault, ...row });
  }

  it('A47: a session revoked at one is over at all', async () => {
    const { partner, instances } = deployment;
    const [first, last] = [instances[0]?.port ?? 0, instances[3]?.port ?? 0];
    const tokens = await sessions();
    for (const { id } of await partner.list<{ id: string }>(first, '/sessions')) {
      await partner.api(last, 'DELETE', `/sessions/${id}`);
    }
    keep('sessions revoked at one', await expectOverEverywhere(tokens));
  });

  it('A34 A47: an embedding origin taken away at one: its sessions are over and its links refused at all', async () => {
    const { partner, instances } = deployment;
    const [first] = instances;
    const tokens = await sessions();
    const path = `/customers/${partner.customerId}`;
    await partner.api(first?.port ?? 0, 'PATCH', path, { embeddingOrigins: ['https://elsewhere.test'] });
    const ms = await expectOverEverywhere(tokens);
    keep('an origin changed at one', ms);
    await partner.api(first?.port ?? 0, 'PATCH', path, { embeddingOrigins: [partner.origin] });
    await delay(2_500);
  });

  it('A47: a customer disabled at one is refused at all, and its sessions are over', async () => {
    const { partner, instances } = deployment;
    const [first, ...others] = instances.map(({ port }) => port);
    const tokens = await sessions();
    await partner.api(first ?? 0, 'PATCH', `/customers/${partner.customerId}`, { directLinksEnabled: false });
    keep('a customer disabled at one', await expectOverEverywhere(tokens));
    for (const port of others) {
      const attempt = await redeem(port, new Ledger().issue(partner.link()));
      expect(attempt).toMatchObject({ outcome: 'team_direct_team_link_disabled', status: 403 });
    }
  });
});
