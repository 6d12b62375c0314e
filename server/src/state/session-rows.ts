import type { SessionRow } from '../database/schema.ts';
import type { SessionRecord } from './session-store.ts';

/**
 * Milliseconds beyond a link's `iat` for which it stays used at least: 30 s behind, 30 s ahead, and a wide margin for
 * clocks that differ or are set back.
 */
const linkMemory = 24 * 3_600_000;

/** The row of a session. */
export function toRow(record: SessionRecord): SessionRow {
  return {
    link: record.link,
    id: record.id,
    vendor_id: record.vendorId,
    customer_id: record.customerId,
    member_id: record.memberId,
    signing_key_id: record.signingKeyId,
    secret_hash: record.secretHash,
    origin: record.origin,
    path: record.path,
    link_iat: record.linkIat,
    opened_at: record.openedAt,
    last_seen_at: record.lastSeenAt,
    expires_at: record.expiresAt,
    ended_at: record.endedAt,
    ended_reason: record.endedReason,
    keep_until: Math.max(record.openedAt, record.linkIat * 1000) + linkMemory,
    integration_id: record.integrationId,
    jodoo_member_id: record.jodooMemberId,
  };
}

/** The session of a row. */
export function toRecord(row: SessionRow): SessionRecord {
  return {
    link: row.link,
    id: row.id,
    vendorId: row.vendor_id,
    customerId: row.customer_id,
    memberId: row.member_id,
    signingKeyId: row.signing_key_id,
    integrationId: row.integration_id,
    jodooMemberId: row.jodoo_member_id,
    secretHash: row.secret_hash,
    origin: row.origin,
    path: row.path,
    linkIat: row.link_iat,
    openedAt: row.opened_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endedReason: row.ended_reason,
  };
}
