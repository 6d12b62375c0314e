import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InlayError } from '@inlay/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReadiness } from '../../src/health/readiness.ts';
import type { SessionRecord } from '../../src/state/session-store.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { startRedis, until } from '../support/redis.ts';
import type { TestRedis } from '../support/redis.ts';
import { sessionRecord } from '../support/sessions.ts';

/** The machine's own clock: what is tested here is how it goes with those of Redis and the database. */
const clock = { now: () => Date.now(), advance: () => undefined, set: () => undefined };

let dataDir: string;
let redis: TestRedis;
const open: TestApp[] = [];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'inlay-changed-store-'));
  redis = await startRedis();
});
afterEach(async () => {
  for (const app of open.splice(0).toReversed()) await app.close();
  await redis.close();
  rmSync(dataDir, { recursive: true });
});

/** A process of the installation, with Redis or without. */
async function start(store: 'redis' | 'database'): Promise<TestApp> {
  const app = await createTestApp({ dataDir, clock, ...(store === 'redis' ? { redisUrl: redis.url } : {}) });
  open.push(app);
  return app;
}

async function end(app: TestApp): Promise<void> {
  open.splice(open.indexOf(app), 1);
  await app.close();
}

/** A link signed so many seconds from now. */
const linkOf = (ahead = 0) => sessionRecord(Date.now(), { linkIat: Math.floor(Date.now() / 1000) + ahead });

/** What became of an attempt, made anew each time: the outcome, or the code of the refusal with the seconds to wait. */
async function claim({ services }: TestApp, { link, linkIat, openedAt }: SessionRecord): Promise<string> {
  const attempt = sessionRecord(Date.now(), { link, linkIat, openedAt });
  return services.sessionStore.open(attempt).catch((error: unknown) => {
    if (!(error instanceof InlayError)) throw error;
    return `${error.code} ${error.retryAfter}`;
  });
}

const refusal = /^service_unavailable \d+$/;
/** Signed so far ahead that no process without Redis could mistake it for one of before. */
const later = 70;

describe('where the setting of Redis changes, no link opens two sessions', { timeout: 60_000 }, () => {
  it('A01, A04: from Redis to the database: links of before are refused, and later ones are good', async () => {
    const before = await start('redis');
    const used = linkOf();
    expect(await claim(before, used)).toBe('opened');
    await end(before);
    const after = await start('database');
    expect(await claim(after, used)).toMatch(/^service_unavailable 3\d$/);
    await expect(after.services.sessionStore.linkState(used.link, used.linkIat)).rejects.toThrow(InlayError);
    expect(await readReadiness(after.services)).toMatchObject({
      isReady: false,
      checks: { database: { status: 'down', reason: expect.stringContaining('INLAY_REDIS_URL') as string } },
    });
    const fresh = linkOf(later);
    expect(await after.services.sessionStore.linkState(fresh.link, fresh.linkIat)).toBe('fresh');
    expect(await claim(after, fresh)).toBe('opened');
    expect(await claim(after, fresh)).toBe('used');
  });

  it('A01: a process without Redis admits nobody while another one has it', async () => {
    const without = await start('database');
    const one = await start('redis');
    const [link, another] = [linkOf(), linkOf()];
    expect(await claim(one, link)).toBe('opened');
    expect(await claim(without, link)).toMatch(refusal);
    expect(await claim(without, another)).toMatch(refusal);
    expect(await claim(one, another)).toBe('opened');
    expect((await readReadiness(without.services)).isReady).toBe(false);
    expect((await readReadiness(one.services)).isReady).toBe(true);
  });

  it('A01, A04: from the database to Redis: links that may have been used before are refused', async () => {
    const before = await start('database');
    const used = linkOf();
    expect(await claim(before, used)).toBe('opened');
    await end(before);
    const after = await start('redis');
    expect(await claim(after, used)).toMatch(/^service_unavailable 4\d$/);
    expect(await claim(after, linkOf(30))).toMatch(refusal);
    expect(await claim(after, linkOf(later))).toBe('opened');
  });

  it('A01, A04: from the database to Redis, which it had before: links of between are refused', async () => {
    await end(await start('redis'));
    const between = await start('database');
    const used = linkOf(later);
    expect(await claim(between, used)).toBe('opened');
    await end(between);
    // It has kept its data: nothing about Redis itself is doubtful.
    const after = await start('redis');
    expect(await claim(after, used)).toMatch(refusal);
    expect(await claim(after, linkOf(later + 1))).toBe('opened');
    expect(after.services.redis?.guard.state()).toMatchObject({ ready: true, losses: 0, refuseUntilIat: used.linkIat });
  });

  it('A01, A04: what the database admitted while Redis was away is refused when it is back', async () => {
    const running = await start('redis');
    const { database } = running.services;
    await redis.signal('SIGKILL');
    // By a process without Redis, which has heard nothing of this one for long.
    const used = linkOf(later);
    const { id, link, linkIat, openedAt } = used;
    const stranger = { vendor_id: 'ven_x', customer_id: 'cus_x', secret_hash: '', origin: '', path: '' };
    const times = { link_iat: linkIat, opened_at: openedAt, last_seen_at: openedAt, expires_at: openedAt };
    const values = { ...stranger, ...times, id, link, keep_until: openedAt };
    await database.insertInto('sessions').values(values).execute();
    await redis.start();
    await until(async () => running.services.redis?.guard.state().ready === true);
    expect(await claim(running, used)).toMatch(refusal);
    expect(await claim(running, linkOf(later + 1))).toBe('opened');
    expect(running.services.redis?.guard.state().losses).toBe(0);
  });

  it('A01: the word of a process with Redis holds for two minutes, and no longer', async () => {
    const { services } = await start('database');
    const now = Date.now();
    const iatMax = Math.floor(now / 1000) + 3_600;
    const silent = {
      id: 'silent',
      epoch: '',
      servers: '',
      marks: '[]',
      closed: 0,
      clock_offset: 0,
      iat_max: iatMax,
    } as const;
    const say = (seenAt: number) =>
      services.database
        .insertInto('replay_witnesses')
        .values({ ...silent, seen_at: seenAt })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: seenAt }))
        .execute();
    const link = linkOf();
    for (const age of [-110_000, 0, 110_000]) {
      await say(now - age);
      await expect(services.sessionStore.linkState(link.link, link.linkIat)).rejects.toThrow(InlayError);
    }
    for (const age of [-86_400_000, 130_000, 86_400_000]) {
      await say(now - age);
      expect(await services.sessionStore.linkState(link.link, link.linkIat)).toBe('fresh');
    }
  });
});
