import { InlayError } from '@inlay/shared';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionStore } from '../../src/state/session-store.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp, TestAppOptions } from '../support/app.ts';
import { startRedis, startSentinel, until } from '../support/redis.ts';
import type { TestRedis, TestRedisOptions } from '../support/redis.ts';
import { sessionRecord } from '../support/sessions.ts';

/** The machine's own clock: what is tested here is how it goes with that of Redis. */
const clock = { now: () => Date.now(), advance: () => undefined, set: () => undefined };
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function redisOf(options?: TestRedisOptions): Promise<TestRedis> {
  const redis = await startRedis(options);
  open.push(() => redis.close());
  return redis;
}

/** Processes of one installation. */
function installation(redisUrl: string): (options?: TestAppOptions) => Promise<TestApp> {
  let first: TestApp | undefined;
  return async (options = {}) => {
    const dataDir = first === undefined ? {} : { dataDir: first.services.config.dataDir };
    const app = await createTestApp({ redisUrl, clock, clockSkewMax: 10_000, ...dataDir, ...options });
    first ??= app;
    open.push(() => app.close());
    return app;
  };
}

/** A link signed now, or so many seconds from now. */
const linkOf = (ahead = 0) => sessionRecord(Date.now(), { linkIat: Math.floor(Date.now() / 1000) + ahead });

/** What became of an attempt: the outcome, or the code of the refusal with the seconds to wait. */
async function claim(store: SessionStore, link = linkOf()): Promise<string> {
  return store.open(link).catch((error: unknown) => {
    if (!(error instanceof InlayError)) throw error;
    return `${error.code} ${error.retryAfter}`;
  });
}

const refusal = /^service_unavailable \d+$/;
/** A loss refuses for 40 s of `iat`; some may have passed. */
const refusalOfLoss = /^service_unavailable (?:3\d|4[0-2])$/;

async function untilReady({ services }: TestApp): Promise<void> {
  await until(async () => services.redis?.guard.state().ready === true);
}

describe('a store that lost nothing', { timeout: 60_000 }, () => {
  it('admits at once on an empty Redis: a first start is no loss', async () => {
    const redis = await redisOf();
    const app = await installation(redis.url)();
    expect(await claim(app.services.sessionStore)).toBe('opened');
    expect(app.services.redis?.guard.state()).toMatchObject({ ready: true, losses: 0, refuseUntilIat: 0 });
  });

  it('admits at once from every one of several processes that start together on an empty Redis', async () => {
    const redis = await redisOf();
    const start = installation(redis.url);
    await start();
    await redis.client.flushall();
    const another = await redisOf();
    const together = installation(another.url);
    const apps = [await together(), ...(await Promise.all([together(), together(), together()]))];
    for (const app of apps) expect(await claim(app.services.sessionStore)).toBe('opened');
    expect(apps[0]?.services.redis?.guard.state().losses).toBe(0);
  });

  it('A04: goes on after Redis was killed and came back with its append-only file, and what was used stays used', async () => {
    const redis = await redisOf();
    const start = installation(redis.url);
    const [one, two] = [await start(), await start()];
    const used = linkOf();
    expect(await claim(one.services.sessionStore, used)).toBe('opened');
    await redis.signal('SIGKILL');
    expect(await claim(one.services.sessionStore)).toMatch(refusal);
    await redis.start();
    await Promise.all([untilReady(one), untilReady(two)]);
    expect(await claim(two.services.sessionStore, used)).toBe('used');
    expect(await claim(two.services.sessionStore)).toBe('opened');
    expect(one.services.redis?.guard.state().losses).toBe(0);
  });

  it('A02: refuses at once while Redis hangs, and goes on when it does', async () => {
    const redis = await redisOf();
    const { services } = await installation(redis.url)();
    await redis.signal('SIGSTOP');
    const startedAt = performance.now();
    expect(await claim(services.sessionStore)).toMatch(refusal);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await until(async () => services.redis?.guard.state().ready === false);
    const refusedAt = performance.now();
    expect(await claim(services.sessionStore)).toMatch(refusal);
    expect(performance.now() - refusedAt).toBeLessThan(100);
    await redis.signal('SIGCONT');
    await until(async () => (await claim(services.sessionStore)) === 'opened');
    expect(services.redis?.guard.state().losses).toBe(0);
  });

  it('A02: takes back what a short stall claimed for nobody, though no beat failed of it', async () => {
    const redis = await redisOf();
    const { services } = await installation(redis.url)();
    const link = linkOf();
    await redis.signal('SIGSTOP');
    const refused = claim(services.sessionStore, link);
    expect(await refused).toMatch(refusal);
    await redis.signal('SIGCONT');
    await until(async () => (await claim(services.sessionStore, { ...link, secretHash: 'another' })) === 'opened');
    expect(services.redis?.guard.state().losses).toBe(0);
  });

  it('goes on after all processes ended and started anew', async () => {
    const redis = await redisOf();
    const start = installation(redis.url);
    const keeper = await start();
    const first = await start();
    const used = linkOf();
    expect(await claim(first.services.sessionStore, used)).toBe('opened');
    await first.close();
    await redis.signal('SIGTERM');
    await redis.start();
    const second = await start();
    expect(await claim(second.services.sessionStore, used)).toBe('used');
    expect(await claim(second.services.sessionStore)).toBe('opened');
    await untilReady(keeper);
    expect(second.services.redis?.guard.state().losses).toBe(0);
  });
});

describe('a process that ended without a word', { timeout: 60_000 }, () => {
  const booksOf = async ({ services }: TestApp, id: string) =>
    (await services.database.selectFrom('replay_witnesses').select('closed').where('id', '=', id).executeTakeFirst())
      ?.closed;

  it('is no longer waited for once its connection is gone, so that the next restart of Redis is no loss', async () => {
    const redis = await redisOf();
    const app = await installation(redis.url)();
    const { database } = app.services;
    const row = await database.selectFrom('replay_guard').selectAll().executeTakeFirstOrThrow();
    const marks = JSON.stringify(Array.from({ length: 16 }, () => 0));
    const gone = { id: 'gone', epoch: row.epoch, servers: row.servers, marks, closed: 0, clock_offset: 0 } as const;
    await database
      .insertInto('replay_witnesses')
      .values({ ...gone, seen_at: Date.now() })
      .execute();
    await until(async () => (await booksOf(app, 'gone')) === 1);
    const used = linkOf();
    expect(await claim(app.services.sessionStore, used)).toBe('opened');
    await redis.signal('SIGKILL');
    await redis.start();
    await untilReady(app);
    expect(await claim(app.services.sessionStore, used)).toBe('used');
    expect(app.services.redis?.guard.state().losses).toBe(0);
  });

  it('is told from one that is there and has nothing to do', async () => {
    const redis = await redisOf();
    const start = installation(redis.url);
    const { services } = await start();
    await start();
    const read = () => services.database.selectFrom('replay_witnesses').select(['id', 'closed', 'seen_at']).execute();
    const before = new Map((await read()).map((row) => [row.id, row.seen_at]));
    expect(before.size).toBe(2);
    // Each has looked at the other once more.
    await until(async () => (await read()).every((row) => row.seen_at > (before.get(row.id) ?? 0)));
    expect((await read()).map(({ closed }) => closed)).toEqual([0, 0]);
  });
});

describe('a store that lost what it held', { timeout: 60_000 }, () => {
  async function expectLoss(apps: readonly TestApp[], used: ReturnType<typeof linkOf>): Promise<void> {
    for (const { services } of apps) {
      await until(async () => services.redis?.guard.state().losses === 1);
      await until(async () => services.redis?.guard.state().ready === true);
      expect(await claim(services.sessionStore, used)).toMatch(refusalOfLoss);
      expect(await claim(services.sessionStore)).toMatch(refusalOfLoss);
      // Signed so far ahead that it cannot have been accepted before the loss.
      expect(await claim(services.sessionStore, linkOf(60))).toBe('opened');
    }
  }

  it('A04: refuses what may have been used before FLUSHALL, from the very next attempt, in every process', async () => {
    const redis = await redisOf();
    const start = installation(redis.url);
    const [one, two] = [await start(), await start()];
    const used = linkOf();
    expect(await claim(one.services.sessionStore, used)).toBe('opened');
    await redis.client.flushall();
    expect(await claim(two.services.sessionStore, used)).toMatch(refusal);
    expect(await claim(one.services.sessionStore, used)).toMatch(refusal);
    await expectLoss([one, two], used);
  });

  it('A04: the same after a restart of a Redis that keeps nothing', async () => {
    const redis = await redisOf({ persistence: 'none' });
    const { services, ...app } = await installation(redis.url)();
    const used = linkOf();
    expect(await claim(services.sessionStore, used)).toBe('opened');
    await redis.signal('SIGKILL');
    await redis.start();
    await expectLoss([{ services, ...app }], used);
  });

  it('A04: the same after a snapshot of before was restored', async () => {
    const redis = await redisOf({ persistence: 'snapshot' });
    const start = installation(redis.url);
    const app = await start();
    await redis.client.save();
    const used = linkOf();
    expect(await claim(app.services.sessionStore, used)).toBe('opened');
    await redis.signal('SIGKILL');
    await redis.start();
    await expectLoss([app], used);
  });

  it('A04: the same where the process that used a link died with Redis, and only another one is left', async () => {
    const redis = await redisOf({ persistence: 'snapshot' });
    const start = installation(redis.url);
    const [witness, survivor] = [await start(), await start()];
    await redis.client.save();
    const used = linkOf();
    expect(await claim(witness.services.sessionStore, used)).toBe('opened');
    // It hears of nothing any more, and tells nothing.
    const { client } = witness.services.redis?.connection ?? {};
    await redis.signal('SIGKILL');
    client?.disconnect();
    await redis.start();
    await expectLoss([survivor], used);
  });

  it('A04: the same where the process that used a link ended in order before a snapshot of before was restored', async () => {
    const redis = await redisOf({ persistence: 'snapshot' });
    const start = installation(redis.url);
    const keeper = await start();
    const gone = await start();
    await redis.client.save();
    const used = linkOf();
    expect(await claim(gone.services.sessionStore, used)).toBe('opened');
    await gone.services.close();
    await redis.signal('SIGKILL');
    await redis.start();
    await expectLoss([keeper], used);
  });

  it('ends the sessions of before: what was ended since may have come back', async () => {
    const redis = await redisOf({ persistence: 'snapshot' });
    const { services, ...app } = await installation(redis.url)();
    const link = linkOf();
    expect(await claim(services.sessionStore, link)).toBe('opened');
    await redis.client.save();
    expect(await services.sessionStore.end(link.link, 'revoked', Date.now())).toBe(true);
    const another = linkOf();
    expect(await claim(services.sessionStore, another)).toBe('opened');
    await redis.signal('SIGKILL');
    await redis.start();
    await expectLoss([{ services, ...app }], another);
    expect(await services.sessionStore.find(link.link)).toBeUndefined();
  });

  it('A04: the same after a replica that lagged was promoted', async () => {
    const sentinel = await startSentinel();
    open.push(() => sentinel.close());
    const { services, ...app } = await installation(sentinel.url)();
    sentinel.cutReplicaOff();
    const used = linkOf();
    expect(await claim(services.sessionStore, used)).toBe('opened');
    await sentinel.master.signal('SIGKILL');
    await expectLoss([{ services, ...app }], used);
  });

  it('is not there where a replica was in step when it was promoted', async () => {
    const sentinel = await startSentinel();
    open.push(() => sentinel.close());
    const start = installation(sentinel.url);
    const [one, two] = [await start(), await start()];
    const used = linkOf();
    expect(await claim(one.services.sessionStore, used)).toBe('opened');
    await sentinel.master.client.wait(1, 1_000);
    await sentinel.master.signal('SIGKILL');
    await until(async () => one.services.redis?.guard.state().ready === false);
    await Promise.all([untilReady(one), untilReady(two)]);
    expect(await claim(two.services.sessionStore, used)).toBe('used');
    expect(await claim(one.services.sessionStore)).toBe('opened');
    expect(one.services.redis?.guard.state().losses).toBe(0);
  });
});

describe('a clock that is off', { timeout: 30_000 }, () => {
  async function appWithClock(milliseconds: number): Promise<TestApp> {
    const redis = await redisOf();
    return installation(redis.url)({ clock: { ...clock, now: () => Date.now() + milliseconds } });
  }

  it.each([-5_000, 5_000])('A86: by %i ms admits', async (milliseconds) => {
    const { services } = await appWithClock(milliseconds);
    expect(await claim(services.sessionStore)).toBe('opened');
  });

  it.each([-3_600_000, -11_000, 11_000, 3_600_000])(
    'A86: by %i ms admits nobody and says why',
    async (milliseconds) => {
      const { services } = await appWithClock(milliseconds);
      expect(await claim(services.sessionStore)).toMatch(refusal);
      expect(services.redis?.guard.state().reason).toContain('clock');
    },
  );
});
