import { defaultPagePath, idPrefixes } from '@inlay/shared';
import type { IdKind } from '@inlay/shared';
import { readBase32, toBase32 } from '../crypto/base32.ts';
import { sessionId } from '../sessions/session-id.ts';
import type { SessionEnd, SessionRecord } from './session-store.ts';

/*
 * A session as bytes, since a store in memory holds one for each link of the last hour. What changes comes first, at
 * fixed places, so that a script can change it without reading the rest. Numbers are unsigned and big-endian.
 *
 *   0  version                1      22  opened, ms                    6
 *   1  last seen, ms          6      28  lives for, ms                 4
 *   7  ended, ms, or zero     6      32  iat of the link, s            4
 *  13  reason of the end      1      36  hash of the secret           32
 *  14  epoch of the store     8      68  flags: 1 member, 2 key,       1
 *                                       4 integration, 8 its member
 *
 * and from 69 on: vendor, customer, and where the flags say so member, signing key, integration and its member, 16 bytes
 * each; the length of the origin in one byte; the origin; the path, nothing for the default one.
 */
const version = 1;
const fixedBytes = 69;
const idBytes = 16;
const reasons: readonly (SessionEnd | null)[] = [null, 'expired', 'revoked', 'replaced'];

/** The number by which the bytes name a reason. */
export const reasonNumber = (reason: SessionEnd): number => reasons.indexOf(reason);

/** A session that was read, and the epoch of the store in which it was opened. */
export interface StoredSession {
  readonly record: SessionRecord;
  readonly epoch: string;
}

/** Writes a session of the store's epoch (16 hexadecimal digits). */
export function packSession(record: SessionRecord, epoch: string): Buffer {
  const { vendorId, customerId, memberId, signingKeyId, integrationId, jodooMemberId, origin } = record;
  const path = record.path === defaultPagePath ? '' : record.path;
  const optional = [memberId, signingKeyId, integrationId, jodooMemberId];
  const flags = optional.reduce((bits, id, index) => (id === null ? bits : bits | (1 << index)), 0);
  const ids = [vendorId, customerId, ...optional].filter((id) => id !== null);
  const originStart = fixedBytes + ids.length * idBytes + 1;
  const originLength = Buffer.byteLength(origin);
  const bytes = Buffer.alloc(originStart + originLength + Buffer.byteLength(path));
  bytes.writeUInt8(version, 0);
  bytes.writeUIntBE(record.lastSeenAt, 1, 6);
  bytes.writeUIntBE(record.endedAt ?? 0, 7, 6);
  bytes.writeUInt8(reasons.indexOf(record.endedReason), 13);
  bytes.write(epoch, 14, 'hex');
  bytes.writeUIntBE(record.openedAt, 22, 6);
  bytes.writeUInt32BE(record.expiresAt - record.openedAt, 28);
  bytes.writeUInt32BE(record.linkIat, 32);
  bytes.write(record.secretHash, 36, 'base64url');
  bytes.writeUInt8(flags, 68);
  for (const [index, id] of ids.entries()) {
    const start = fixedBytes + index * idBytes;
    if (!readBase32(id.slice(id.indexOf('_') + 1), bytes, start, idBytes)) {
      throw new TypeError(`${id} is no id that was made here`);
    }
  }
  bytes.writeUInt8(originLength, originStart - 1);
  bytes.write(origin, originStart);
  bytes.write(path, originStart + originLength);
  return bytes;
}

/** Reads what `packSession` wrote for the link. Throws where the bytes are of another version. */
export function unpackSession(link: string, bytes: Buffer): StoredSession {
  if (bytes.length <= fixedBytes || bytes[0] !== version) throw new Error('a session in Redis is of an unknown form');
  const openedAt = bytes.readUIntBE(22, 6);
  const endedAt = bytes.readUIntBE(7, 6);
  const flags = bytes.readUInt8(68);
  let at = fixedBytes;
  const nextId = (kind: IdKind): string => unpackId(kind, bytes.subarray(at, (at += idBytes)));
  const record = {
    link,
    id: sessionId(link, openedAt),
    vendorId: nextId('vendor'),
    customerId: nextId('customer'),
    memberId: (flags & 1) === 0 ? null : nextId('member'),
    signingKeyId: (flags & 2) === 0 ? null : nextId('key'),
    integrationId: (flags & 4) === 0 ? null : nextId('jodooIntegration'),
    jodooMemberId: (flags & 8) === 0 ? null : nextId('jodooMember'),
    secretHash: bytes.toString('base64url', 36, 68),
  };
  const originEnd = at + 1 + bytes.readUInt8(at);
  return {
    epoch: bytes.toString('hex', 14, 22),
    record: {
      ...record,
      origin: bytes.toString('utf8', at + 1, originEnd),
      path: bytes.toString('utf8', originEnd) || defaultPagePath,
      linkIat: bytes.readUInt32BE(32),
      openedAt,
      lastSeenAt: bytes.readUIntBE(1, 6),
      expiresAt: openedAt + bytes.readUInt32BE(28),
      endedAt: endedAt === 0 ? null : endedAt,
      endedReason: reasons[bytes.readUInt8(13)] ?? null,
    },
  };
}

function unpackId(kind: IdKind, bytes: Buffer): string {
  return `${idPrefixes[kind]}_${toBase32(bytes)}`;
}
