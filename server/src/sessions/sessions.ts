import { InlayError } from '@inlay/shared';
import type { Directory } from '../accounts/directory.ts';
import type { Clock } from '../clock.ts';
import { pooledRandom } from '../crypto/random.ts';
import { linkKey, linkKeyBytes } from '../direct-links/link-key.ts';
import { customerFault } from '../direct-links/policy.ts';
import type { VerifiedLink } from '../direct-links/verify.ts';
import type { Grant } from '../jodoo/grant.ts';
import type { SessionEnd, SessionRecord, SessionStore } from '../state/session-store.ts';
import type { JodooStanding, LiveSession } from './live-session.ts';
import { sessionId } from './session-id.ts';
import { isSecretOf, newSessionToken, readSessionToken } from './session-token.ts';

/** Milliseconds without use after which a session ends. */
export const idleLimit = 30 * 60_000;
/** Milliseconds after which a session ends however much it is used. */
export const absoluteLimit = 8 * 3_600_000;
/** Milliseconds between two notes of a session's use. */
const touchInterval = 30_000;

/** A session just opened, with the token that is told once. */
export interface OpenedSession {
  readonly token: string;
  readonly record: SessionRecord;
}

/** Opens, finds and ends sessions. */
export interface Sessions {
  /** Claims the link and opens its session, at once or not at all. Throws `jti_reused`, `token_expired`. */
  open(link: VerifiedLink, now: number): Promise<OpenedSession>;
  /** Opens the session of a person whom Jodoo named. Throws `jodoo_app_disabled` or `jodoo_member_disabled` where it would end at once. */
  openByJodoo(grant: Grant, now: number): Promise<{ readonly token: string; readonly live: LiveSession }>;
  /** Checks without a trace that the link was not used. Throws `jti_reused`, `token_expired`. */
  checkUnused(link: VerifiedLink): Promise<void>;
  /** Finds the live session of a token and notes its use. Throws `session_missing`, `session_expired`, `session_revoked`. */
  authenticate(token: string): Promise<LiveSession>;
  /** Why a session is over, or `undefined` while it lives. Notes no use. */
  endOf(record: SessionRecord): Promise<SessionEnd | undefined>;
  end(record: SessionRecord, reason: SessionEnd): Promise<boolean>;
}

export function createSessions(store: SessionStore, directory: Directory, clock: Clock): Sessions {
  async function liveOf(record: SessionRecord, now: number): Promise<LiveSession | SessionEnd> {
    if (record.endedReason !== null) return record.endedReason;
    if (now >= record.expiresAt || now - record.lastSeenAt >= idleLimit) return 'expired';
    const vendor = await directory.vendorById(record.vendorId);
    const customer = await directory.customer(record.vendorId, { id: record.customerId });
    if (vendor === undefined || !vendor.directLinksEnabled || customer === undefined) return 'revoked';
    const key = vendor.signingKeys.find(({ id }) => id === record.signingKeyId);
    if (record.signingKeyId !== null && (key === undefined || key.status === 'revoked')) return 'revoked';
    // The vendor's own admin account, which it may have become since, is admitted by no link.
    if (customer.id === vendor.adminCustomerId) return 'revoked';
    if (customerFault(customer) !== undefined) return 'revoked';
    const jodoo = record.integrationId === null ? undefined : await standingOf(record);
    if (record.integrationId === null ? !customer.embeddingOrigins.includes(record.origin) : jodoo === undefined) {
      return 'revoked';
    }
    const viewer = { record, vendor, customer, ...(jodoo === undefined ? {} : { jodoo }) };
    if (record.memberId === null) return { ...viewer, member: null };
    const member = await directory.member(record.vendorId, { id: record.memberId });
    if (member === undefined || !member.confirmed || member.customerId !== customer.id) return 'revoked';
    return { ...viewer, member };
  }

  /** What a session by Jodoo stands on, as it is now; `undefined` where it stands no longer. */
  async function standingOf(record: SessionRecord): Promise<JodooStanding | undefined> {
    const integration = await directory.jodooIntegration(record.integrationId ?? '');
    if (integration?.enabled !== true || integration.customerId !== record.customerId) return undefined;
    const mapping = await directory.jodooMember(record.jodooMemberId ?? '');
    const isSound =
      mapping?.integrationId === integration.id && mapping.memberId === record.memberId && !mapping.disabled;
    return isSound ? { integration, mapping } : undefined;
  }

  async function current(link: string): Promise<SessionRecord> {
    const record = await store.find(link);
    if (record === undefined) throw new InlayError('session_missing');
    return record;
  }

  return {
    async open(link, now) {
      const key = linkKey(link.vendor.id, link.jti);
      const { token, secretHash } = newSessionToken(key);
      const record: SessionRecord = {
        link: key,
        id: sessionId(key, now),
        vendorId: link.vendor.id,
        customerId: link.customer.id,
        memberId: link.member?.id ?? null,
        signingKeyId: link.signingKey.id,
        integrationId: null,
        jodooMemberId: null,
        secretHash,
        origin: link.origin,
        path: link.page.path,
        linkIat: link.iat,
        openedAt: now,
        lastSeenAt: now,
        expiresAt: now + absoluteLimit,
        endedAt: null,
        endedReason: null,
      };
      refuseUnlessFresh(await store.open(record));
      return { token, record };
    },

    async openByJodoo(grant, now) {
      // No link opened it: the key is nobody's, and no other session can have it.
      const key = pooledRandom(linkKeyBytes).toString('base64url');
      const { token, secretHash } = newSessionToken(key);
      const record: SessionRecord = {
        link: key,
        id: sessionId(key, now),
        vendorId: grant.vendorId,
        customerId: grant.customerId,
        memberId: grant.memberId,
        signingKeyId: null,
        integrationId: grant.integrationId,
        jodooMemberId: grant.jodooMemberId,
        secretHash,
        origin: '',
        path: grant.path,
        linkIat: Math.floor(now / 1000),
        openedAt: now,
        lastSeenAt: now,
        expiresAt: now + absoluteLimit,
        endedAt: null,
        endedReason: null,
      };
      const live = await liveOf(record, now);
      if (typeof live === 'string') {
        const integration = await directory.jodooIntegration(grant.integrationId);
        throw new InlayError(integration?.enabled === true ? 'jodoo_member_disabled' : 'jodoo_app_disabled');
      }
      if ((await store.open(record)) !== 'opened') {
        throw new InlayError('service_unavailable', { detail: 'the store opens no session', retryAfter: 2 });
      }
      return { token, live };
    },

    async checkUnused(link) {
      refuseUnlessFresh(await store.linkState(linkKey(link.vendor.id, link.jti), link.iat));
    },

    async authenticate(token) {
      const parts = readSessionToken(token);
      if (parts === undefined) throw new InlayError('session_missing');
      const record = await current(parts.link);
      if (!isSecretOf(parts.secret, record.secretHash)) throw new InlayError('session_missing');
      const now = clock();
      const live = await liveOf(record, now);
      if (typeof live === 'string') throw new InlayError(live === 'expired' ? 'session_expired' : 'session_revoked');
      if (now - record.lastSeenAt >= touchInterval) await store.touch(record.link, now);
      return live;
    },

    async endOf(record) {
      const live = await liveOf(await current(record.link), clock());
      return typeof live === 'string' ? live : undefined;
    },

    end: (record, reason) => store.end(record.link, reason, clock()),
  };
}

function refuseUnlessFresh(state: 'opened' | 'fresh' | 'used' | 'forgotten'): void {
  if (state === 'used') throw new InlayError('jti_reused');
  if (state === 'forgotten') throw new InlayError('token_expired', { detail: 'older than what the store remembers' });
}
