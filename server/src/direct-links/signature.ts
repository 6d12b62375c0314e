import { InlayError } from '@inlay/shared';
import { compactVerify } from 'jose';
import type { SigningKey, Vendor } from '../accounts/types.ts';
import type { DecodedToken } from './token.ts';

/** Most keys that are tried for a token without `kid`. */
const triedWithoutKid = 3;

/**
 * Checks the signature with the vendor's own keys and returns the one that verifies it. `kid` only selects among them
 * (RFC 8725 §3.10); without one, the three newest active keys are tried.
 * Throws `vendor_missing`, `vendor_key_missing` or `token_signature_invalid`.
 */
export async function verifySignature(token: DecodedToken, vendor: Vendor): Promise<SigningKey> {
  const { kid } = token;
  const keys = vendor.signingKeys;
  if (kid !== undefined && !keys.some((key) => key.kid === kid)) {
    throw new InlayError('vendor_missing', { detail: 'kid names none of the vendor’s keys' });
  }
  const active = keys.filter((key) => key.status === 'active');
  if (active.length === 0) throw new InlayError('vendor_key_missing');
  const candidates = kid === undefined ? active.slice(0, triedWithoutKid) : active.filter((key) => key.kid === kid);
  for (const key of candidates) if (await verifies(token, key)) return key;
  throw new InlayError('token_signature_invalid');
}

async function verifies(token: DecodedToken, key: SigningKey): Promise<boolean> {
  // RFC 8017 §8.2.2 step 1: a signature is exactly as long as the modulus.
  if (token.signature.length !== Math.ceil(key.bits / 8)) return false;
  try {
    await compactVerify(token.text, key.publicKey, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false;
  }
}
