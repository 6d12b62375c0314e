import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { InlayError } from '@inlay/shared';
import type { SigningKey, Vendor } from '../accounts/types.ts';
import type { DecodedToken } from './token.ts';

/** Most keys that are tried for a token without `kid`. */
const triedWithoutKid = 3;

/**
 * Checks the signature of the token `text`, which says `token`, with the vendor's own keys and returns the one that
 * verifies it. `kid` only selects among them (RFC 8725 §3.10); without one, the three newest active keys are tried.
 * `known` is the key that verified this text before, where that is known. Throws `vendor_missing`, `vendor_key_missing`
 * or `token_signature_invalid`.
 */
export function verifySignature(text: string, token: DecodedToken, vendor: Vendor, known?: KeyObject): SigningKey {
  const { kid } = token;
  const keys = vendor.signingKeys;
  if (kid !== undefined && !keys.some((key) => key.kid === kid)) {
    throw new InlayError('vendor_missing', { detail: 'kid names none of the vendor’s keys' });
  }
  const active = keys.filter((key) => key.status === 'active');
  if (active.length === 0) throw new InlayError('vendor_key_missing');
  const candidates = kid === undefined ? active.slice(0, triedWithoutKid) : active.filter((key) => key.kid === kid);
  const found = candidates.find((key) => key.publicKey === known || verifies(text, key));
  if (found === undefined) throw new InlayError('token_signature_invalid');
  return found;
}

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3), which is what Node makes of an RSA key and `sha256`. At once and in this
 * thread: handing 40 µs of work to another costs more than doing it. See docs/decisions/0014-verifying-signatures.md.
 */
function verifies(text: string, { bits, publicKey }: SigningKey): boolean {
  const end = text.lastIndexOf('.');
  const signature = text.slice(end + 1);
  // RFC 8017 §8.2.2 step 1: a signature is exactly as long as the modulus. Four characters of base64url are three bytes.
  if (Math.floor((signature.length * 3) / 4) !== Math.ceil(bits / 8)) return false;
  const signed = Buffer.from(text.slice(0, end), 'latin1');
  return verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'));
}
