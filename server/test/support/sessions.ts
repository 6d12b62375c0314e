import { randomBytes } from 'node:crypto';
import { newId } from '../../src/crypto/ids.ts';
import { linkKeyBytes } from '../../src/direct-links/link-key.ts';
import { sessionId } from '../../src/sessions/session-id.ts';
import type { SessionRecord } from '../../src/state/session-store.ts';

let made = 0;

/** The record of a session that some link opened at `now`, with ids of its own; each is a millisecond younger. */
export function sessionRecord(now: number, changes: Partial<SessionRecord> = {}): SessionRecord {
  made += 1;
  const { link = randomBytes(linkKeyBytes).toString('base64url'), openedAt = now + made } = changes;
  return {
    link,
    id: sessionId(link, openedAt),
    vendorId: newId('vendor'),
    customerId: newId('customer'),
    memberId: null,
    signingKeyId: newId('key'),
    integrationId: null,
    jodooMemberId: null,
    secretHash: randomBytes(32).toString('base64url'),
    origin: 'https://partner.example',
    path: '/embedded/connections',
    linkIat: Math.floor(now / 1000),
    openedAt,
    lastSeenAt: now,
    expiresAt: openedAt + 8 * 3_600_000,
    endedAt: null,
    endedReason: null,
    ...changes,
  };
}
