import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../src/crypto/ids.ts';
import { linkOfSession } from '../../src/sessions/session-id.ts';
import { packSession, unpackSession } from '../../src/state/session-codec.ts';
import { sessionRecord } from '../support/sessions.ts';

const epoch = '0123456789abcdef';
const time = fc.integer({ min: 1, max: 4_000_000_000_000 });

it('reads back every session that was written', () => {
  const sessions = fc.record({
    memberId: fc.option(fc.constant(newId('member'))),
    signingKeyId: fc.option(fc.constant(newId('key'))),
    integrationId: fc.option(fc.constant(newId('jodooIntegration'))),
    jodooMemberId: fc.option(fc.constant(newId('jodooMember'))),
    origin: fc.stringMatching(/^(?:https:\/\/[a-z.]{1,100})?$/),
    path: fc.constantFrom('/embedded/connections', '/embedded/connections/con_1', '/embedded/providers/größe'),
    lastSeenAt: time,
    endedAt: fc.option(time),
    endedReason: fc.constantFrom(null, 'expired' as const, 'revoked' as const, 'replaced' as const),
  });
  fc.assert(
    fc.property(sessions, (changes) => {
      const record = sessionRecord(Date.UTC(2026, 0, 15), changes);
      expect(unpackSession(record.link, packSession(record, epoch))).toEqual({ record, epoch });
    }),
  );
});

it('finds a session’s link in its id', () => {
  const { id, link } = sessionRecord(Date.UTC(2026, 0, 15));
  expect(linkOfSession(id)).toBe(link);
  for (const other of ['ses_1', id.slice(0, -1), id.replace('ses_', 'mem_'), `${id}0`]) {
    expect(linkOfSession(other)).toBeUndefined();
  }
});

it('throws at bytes of another form', () => {
  const record = sessionRecord(Date.UTC(2026, 0, 15));
  const bytes = packSession(record, epoch);
  bytes[0] = 9;
  expect(() => unpackSession(record.link, bytes)).toThrow('unknown form');
  expect(() => unpackSession(record.link, Buffer.of(1, 2))).toThrow('unknown form');
});
