import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { SessionRecord, SessionStore } from '../../src/state/session-store.ts';
import type { TestApp } from '../support/app.ts';
import { onEachEngine } from '../support/engines.ts';

const now = Date.UTC(2026, 0, 15, 12);
let made = 0;

function record(changes: Partial<SessionRecord> = {}): SessionRecord {
  made += 1;
  return {
    link: randomBytes(32).toString('base64url'),
    id: `ses_${String(made).padStart(26, '0')}`,
    vendorId: 'ven_1',
    customerId: 'cus_1',
    memberId: null,
    signingKeyId: 'key_1',
    secretHash: 'hash',
    origin: 'https://partner.example',
    path: '/embedded/connections',
    linkIat: now / 1000,
    openedAt: now,
    lastSeenAt: now,
    expiresAt: now + 8 * 3_600_000,
    endedAt: null,
    endedReason: null,
    keepUntil: now + 86_400_000,
    ...changes,
  };
}

onEachEngine('session store', (open) => {
  let test: TestApp;
  let store: SessionStore;

  beforeAll(async () => {
    test = await open();
    store = test.services.sessionStore;
  });

  it('keeps what was opened, whole', async () => {
    const session = record({ memberId: 'mem_1' });
    expect(await store.linkState(session.link, session.linkIat)).toBe('fresh');
    expect(await store.open(session)).toBe('opened');
    expect(await store.find(session.link)).toEqual(session);
    expect(await store.findById('ven_1', session.id)).toEqual(session);
    expect(await store.linkState(session.link, session.linkIat)).toBe('used');
  });

  it('A01: of 100 simultaneous claims of one link, from two processes, one opens', async () => {
    const first = await open('race');
    const second = await open('race');
    for (let round = 0; round < 5; round += 1) {
      const { link } = record();
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? first : second).services.sessionStore.open(record({ link })),
        ),
      );
      expect(answers.filter((answer) => answer === 'opened')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'used')).toHaveLength(99);
    }
  });

  it('leaves the session of the winner alone when the link is claimed again', async () => {
    const winner = record();
    await store.open(winner);
    expect(await store.open(record({ link: winner.link, customerId: 'cus_2' }))).toBe('used');
    expect(await store.find(winner.link)).toEqual(winner);
  });

  it('A64: finds and lists a vendor’s own sessions alone', async () => {
    const own = record({ vendorId: 'ven_own', customerId: 'cus_own' });
    const sibling = record({ vendorId: 'ven_own', customerId: 'cus_sibling' });
    const foreign = record({ vendorId: 'ven_foreign' });
    for (const session of [own, sibling, foreign]) await store.open(session);
    expect(await store.findById('ven_own', foreign.id)).toBeUndefined();
    const all = await store.list({ vendorId: 'ven_own', limit: 9 });
    expect(all.map(({ id }) => id)).toEqual([sibling.id, own.id]);
    const narrowed = await store.list({ vendorId: 'ven_own', customerId: 'cus_own', limit: 9 });
    expect(narrowed.map(({ id }) => id)).toEqual([own.id]);
    const rest = await store.list({ vendorId: 'ven_own', after: sibling.id, limit: 9 });
    expect(rest.map(({ id }) => id)).toEqual([own.id]);
  });

  it('ends a session once, and its link stays used', async () => {
    const session = record();
    await store.open(session);
    expect(await store.end(session.link, 'revoked', now + 5)).toBe(true);
    expect(await store.end(session.link, 'expired', now + 9)).toBe(false);
    expect(await store.find(session.link)).toMatchObject({ endedAt: now + 5, endedReason: 'revoked' });
    expect(await store.linkState(session.link, session.linkIat)).toBe('used');
    expect(await store.open(record({ link: session.link }))).toBe('used');
  });

  it('notes use forwards alone', async () => {
    const session = record();
    await store.open(session);
    await store.touch(session.link, now + 10);
    await store.touch(session.link, now + 3);
    expect((await store.find(session.link))?.lastSeenAt).toBe(now + 10);
  });

  it('A03, A86: what was swept cannot be used again, even by a clock set back or on another process', async () => {
    const here = await open('swept');
    const there = await open('swept');
    const old = record({ linkIat: now / 1000 - 100, keepUntil: now });
    const young = record({ linkIat: now / 1000, keepUntil: now + 100_000 });
    for (const session of [old, young]) await here.services.sessionStore.open(session);
    expect(await there.services.sessionStore.linkState(old.link, old.linkIat)).toBe('used');
    expect(await here.services.sessionStore.sweep(now + 1)).toBe(1);
    expect(await here.services.sessionStore.linkState(old.link, old.linkIat)).toBe('forgotten');
    expect(await here.services.sessionStore.open(record({ link: old.link, linkIat: old.linkIat }))).toBe('forgotten');
    expect(await here.services.sessionStore.linkState(young.link, young.linkIat)).toBe('used');
    const restarted = await open('swept');
    expect(await restarted.services.sessionStore.open(record({ link: old.link, linkIat: old.linkIat }))).toBe(
      'forgotten',
    );
  });
});
