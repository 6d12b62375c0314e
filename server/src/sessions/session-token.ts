import { hash as digest, timingSafeEqual } from 'node:crypto';
import { pooledRandom } from '../crypto/random.ts';
import { linkKeyBytes } from '../direct-links/link-key.ts';

/** Bytes of the secret: 256 bits from the system's generator (A42). */
const secretBytes = 32;
const form = /^[A-Za-z0-9_-]{75}$/;

/** A new session token for the session that `link` opened: where to find the session, and a secret that opens it. */
export function newSessionToken(link: string): { readonly token: string; readonly secretHash: string } {
  const secret = pooledRandom(secretBytes);
  // The key's bytes are a multiple of three, so that the texts one after the other are the text of all their bytes.
  return { token: link + secret.toString('base64url'), secretHash: hash(secret) };
}

/** Takes a session token apart; `undefined` for what is none. */
export function readSessionToken(token: string): { readonly link: string; readonly secret: Uint8Array } | undefined {
  if (!form.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  // Two bits of the last character are unused: a token has one text (RFC 4648 §3.5).
  if (bytes.toString('base64url') !== token) return undefined;
  return { link: bytes.subarray(0, linkKeyBytes).toString('base64url'), secret: bytes.subarray(linkKeyBytes) };
}

/** Compares a secret with the stored hash, in constant time. */
export function isSecretOf(secret: Uint8Array, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hash(secret)), Buffer.from(secretHash));
}

function hash(secret: Uint8Array): string {
  return digest('sha256', secret, 'base64url');
}
