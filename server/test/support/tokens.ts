import { randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A JSON object, or the very text or bytes of a part. */
export type Part = Readonly<Record<string, unknown>> | string | Uint8Array;

/** Signs a compact JWS by hand (RFC 7515 §7.1), so that a test can make what no library would. */
export function makeToken(privateKey: KeyObject, claims: Part, header: Part = { alg: 'RS256' }): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

/** The claims of a sound token for `sub`, at `now` (milliseconds), with a jti of its own. */
export function soundClaims(sub: string, now: number): Record<string, unknown> {
  return { sub, iat: Math.floor(now / 1000), jti: randomUUID() };
}

/** A part of a compact JWS, base64url. */
export function encode(part: Part): string {
  const bytes = typeof part === 'string' || part instanceof Uint8Array ? part : JSON.stringify(part);
  return Buffer.from(bytes).toString('base64url');
}
