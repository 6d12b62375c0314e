import { beforeAll, expect, it } from 'vitest';
import { newId } from '../../src/crypto/ids.ts';
import type { SessionRecord, SessionStore } from '../../src/state/session-store.ts';
import type { TestApp } from '../support/app.ts';
import { onEachStore } from '../support/engines.ts';
import { sessionRecord } from '../support/sessions.ts';

const now = Date.UTC(2026, 0, 15, 12);
const vendorId = newId('vendor');
const customerId = newId('customer');
const record = (changes: Partial<SessionRecord> = {}): SessionRecord =>
  sessionRecord(now, { vendorId, customerId, ...changes });

onEachStore('session store', (open) => {
  let test: TestApp;
  let store: SessionStore;

  beforeAll(async () => {
    test = await open();
    store = test.services.sessionStore;
  });

  it('keeps what was opened, whole', async () => {
    const session = record({ memberId: newId('member'), path: '/embedded/providers/slack' });
    expect(await store.linkState(session.link, session.linkIat)).toBe('fresh');
    expect(await store.open(session)).toBe('opened');
    expect(await store.find(session.link)).toEqual(session);
    expect(await store.findById(vendorId, session.id)).toEqual(session);
    expect(await store.linkState(session.link, session.linkIat)).toBe('used');
  });

  it('keeps whom Jodoo named, and by which integration, of a session that no link opened', async () => {
    const byJodoo = { integrationId: newId('jodooIntegration'), jodooMemberId: newId('jodooMember') };
    const session = record({ memberId: newId('member'), signingKeyId: null, origin: '', ...byJodoo });
    expect(await store.open(session)).toBe('opened');
    expect(await store.find(session.link)).toEqual(session);
    expect(await store.findById(vendorId, session.id)).toEqual(session);
  });

  it('lists the sessions of one customer, newest first, whatever others there are', async () => {
    const other = newId('vendor');
    // Ids that end alike are two customers all the same.
    const [one, two] = [`${customerId.slice(0, -5)}aaaaa`, `${customerId.slice(0, -5)}baaaa`];
    const made = Array.from({ length: 40 }, (_, index) =>
      record({ vendorId: other, customerId: index % 4 === 0 ? one : index % 4 === 1 ? two : newId('customer') }),
    );
    for (const session of made) expect(await store.open(session)).toBe('opened');
    const own = made.filter((session) => session.customerId === one).toReversed();
    const query = { vendorId: other, customerId: one } as const;
    const first = await store.list({ ...query, limit: 6 });
    expect(first).toEqual(own.slice(0, 6));
    expect(await store.list({ ...query, after: first.at(-1)?.id ?? '', limit: 6 })).toEqual(own.slice(6));
    expect(await store.list({ vendorId: other, limit: 100 })).toEqual(made.toReversed());
  });

  it('A01: of 100 simultaneous claims of one link, from two processes, one opens', async () => {
    const first = await open('race');
    const second = await open('race');
    for (let round = 0; round < 5; round += 1) {
      const { link, openedAt } = record();
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? first : second).services.sessionStore.open(record({ link, openedAt })),
        ),
      );
      expect(answers.filter((answer) => answer === 'opened')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'used')).toHaveLength(99);
    }
  });

  it('A01: answers each of many links that are looked at and claimed at the same moment for itself', async () => {
    const sessions = Array.from({ length: 150 }, () => record());
    const twice = sessions.slice(0, 50);
    const answers = await Promise.all([
      ...sessions.map((session) => store.open(session)),
      ...twice.map(({ link, openedAt }) => store.open(record({ link, openedAt }))),
      store.linkState(record().link, record().linkIat),
    ]);
    expect(answers).toEqual([...sessions.map(() => 'opened'), ...twice.map(() => 'used'), 'fresh']);
    const states = await Promise.all(sessions.map(({ link, linkIat }) => store.linkState(link, linkIat)));
    expect(states).toEqual(sessions.map(() => 'used'));
    expect(await Promise.all(sessions.map(({ link }) => store.find(link)))).toEqual(sessions);
  });

  it('leaves the session of the winner alone when the link is claimed again', async () => {
    const winner = record();
    await store.open(winner);
    expect(await store.open(record({ link: winner.link, customerId: newId('customer') }))).toBe('used');
    expect(await store.find(winner.link)).toEqual(winner);
  });

  it('A64: finds and lists a vendor’s own sessions alone', async () => {
    const mine = newId('vendor');
    const own = record({ vendorId: mine });
    const sibling = record({ vendorId: mine, customerId: newId('customer') });
    const foreign = record({ vendorId: newId('vendor') });
    for (const session of [own, sibling, foreign]) await store.open(session);
    expect(await store.findById(mine, foreign.id)).toBeUndefined();
    const all = await store.list({ vendorId: mine, limit: 9 });
    expect(all.map(({ id }) => id)).toEqual([sibling.id, own.id]);
    const narrowed = await store.list({ vendorId: mine, customerId, limit: 9 });
    expect(narrowed.map(({ id }) => id)).toEqual([own.id]);
    const rest = await store.list({ vendorId: mine, after: sibling.id, limit: 9 });
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
});
