import { hash } from 'node:crypto';

/** Bytes of a link's key. */
export const linkKeyBytes = 24;
/** Characters of base64url that they make: three bytes are four. */
const linkKeyLength = (linkKeyBytes / 3) * 4;

/**
 * The key under which a used link is remembered: a hash of the vendor and the jti as a JSON pair, so that no two pairs
 * run together (RFC 7519 §4.1.7) and no jti stands in a key that an operator reads.
 */
export function linkKey(vendorId: string, jti: string): string {
  return hash('sha256', JSON.stringify([vendorId, jti]), 'base64url').slice(0, linkKeyLength);
}
