import type { SigningKeyRow } from '../database/schema.ts';

/** A public key as anybody may see it (RFC 7517): these six members and no other. */
export interface PublicJwk {
  readonly kty: string;
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly use: string;
  readonly alg: string;
}

/** The public half of a stored key. */
export function toPublicJwk(row: Pick<SigningKeyRow, 'kid' | 'public_jwk'>): PublicJwk {
  const { kty, n, e } = JSON.parse(row.public_jwk) as { kty: string; n: string; e: string };
  return { kty, n, e, kid: row.kid, use: 'sig', alg: 'RS256' };
}
