import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createDatabaseSessionStore } from '../../src/state/database-session-store.ts';
import { onEachEngine } from '../support/engines.ts';
import { sessionRecord } from '../support/sessions.ts';

const now = Date.UTC(2026, 0, 15, 12);
const day = 24 * 3_600_000;

onEachEngine('session store in the database', (open) => {
  it('A03, A86: what was swept cannot be used again, even by a clock set back or on another process', async () => {
    const here = await open('swept');
    const there = await open('swept');
    const old = sessionRecord(now, { linkIat: now / 1000 - 100, openedAt: now - 100_000 });
    const young = sessionRecord(now);
    for (const session of [old, young]) await here.services.sessionStore.open(session);
    expect(await there.services.sessionStore.linkState(old.link, old.linkIat)).toBe('used');
    expect(await here.services.sessionStore.sweep(now + day - 50_000)).toBe(1);
    expect(await here.services.sessionStore.linkState(old.link, old.linkIat)).toBe('forgotten');
    const again = sessionRecord(now, { link: old.link, linkIat: old.linkIat });
    expect(await here.services.sessionStore.open(again)).toBe('forgotten');
    expect(await here.services.sessionStore.linkState(young.link, young.linkIat)).toBe('used');
    const restarted = await open('swept');
    expect(await restarted.services.sessionStore.open(again)).toBe('forgotten');
  });

  it('A02: takes back a claim whose answer was lost, so that the link is good for another attempt', async () => {
    const { database } = (await open()).services;
    let lost = 1;
    const unsure = database.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) =>
        result.numAffectedRows !== undefined && lost-- > 0
          ? Promise.reject(new Error('Connection terminated unexpectedly'))
          : Promise.resolve(result),
    });
    const store = createDatabaseSessionStore(unsure);
    const elsewhere = createDatabaseSessionStore(database);
    const [first, second] = [sessionRecord(now), sessionRecord(now)];
    await expect(store.open(first)).rejects.toThrow('terminated');
    // At once, where it is asked again; soon, where another process is.
    expect(await store.open({ ...first, secretHash: 'another' })).toBe('opened');
    lost = 1;
    await expect(store.open(second)).rejects.toThrow('terminated');
    expect(await elsewhere.open(second)).toBe('used');
    await expect.poll(() => elsewhere.linkState(second.link, second.linkIat), { timeout: 10_000 }).toBe('fresh');
    // What was opened since is another's, and stays, also when the claims are looked for again.
    expect(await elsewhere.open({ ...second, secretHash: 'another' })).toBe('opened');
    await delay(3_000);
    for (const { link } of [first, second]) expect((await store.find(link))?.secretHash).toBe('another');
    await store.close();
  });

  it('A86: a sweep that is late does not bring back what another one has forgotten', async () => {
    const { sessionStore } = (await open()).services;
    const newer = sessionRecord(now, { openedAt: now });
    // Of an older link, and kept longer.
    const older = sessionRecord(now, { linkIat: now / 1000 - 100, openedAt: now + 1_000_000 });
    for (const session of [newer, older]) await sessionStore.open(session);
    expect(await sessionStore.sweep(now + day + 1)).toBe(1);
    expect(await sessionStore.linkState(newer.link, newer.linkIat)).toBe('forgotten');
    expect(await sessionStore.sweep(now + 2 * day)).toBe(1);
    expect(await sessionStore.linkState(newer.link, newer.linkIat)).toBe('forgotten');
  });
});
