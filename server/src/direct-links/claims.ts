import { InlayError } from '@inlay/shared';

/** Seconds that `iat` may be away from the clock, in either direction. */
export const iatTolerance = 30;

type Claims = ReadonlyMap<string, unknown>;

/** Reads `iat`, in whole seconds (RFC 7519 §2 NumericDate, integers alone). Throws `iat_missing` or `iat_invalid`. */
export function readIat(claims: Claims): number {
  const iat = claims.get('iat');
  if (iat === undefined) throw new InlayError('iat_missing');
  if (!Number.isSafeInteger(iat)) throw new InlayError('iat_invalid');
  return iat as number;
}

/**
 * Checks the token's time against `now` (milliseconds): |now − iat| ≤ 30 s in whole seconds; `exp` and `nbf`, where
 * present, hold without tolerance (RFC 7519 §4.1.4, §4.1.5). Throws `token_expired`.
 */
export function checkTime(claims: Claims, iat: number, now: number): void {
  const seconds = Math.floor(now / 1000);
  if (Math.abs(seconds - iat) > iatTolerance)
    throw new InlayError('token_expired', { detail: `age ${seconds - iat} s` });
  const exp = claims.get('exp');
  if (claims.has('exp') && !(typeof exp === 'number' && now / 1000 < exp)) {
    throw new InlayError('token_expired', { detail: 'exp does not hold' });
  }
  const nbf = claims.get('nbf');
  if (claims.has('nbf') && !(typeof nbf === 'number' && now / 1000 >= nbf)) {
    throw new InlayError('token_expired', { detail: 'nbf does not hold' });
  }
}

/**
 * Reads `jti` as text: a string of 1–128 characters, or an integer, which equals its decimal text.
 * Throws `jti_missing` or `jti_invalid`.
 */
export function readJti(claims: Claims): string {
  const jti = claims.get('jti');
  if (jti === undefined) throw new InlayError('jti_missing');
  if (typeof jti === 'number' && Number.isSafeInteger(jti)) return String(jti);
  if (typeof jti !== 'string' || jti === '' || isLong(jti)) throw new InlayError('jti_invalid');
  return jti;
}

/** Whether a text has more than 128 characters, of which each takes one or two of its units. */
function isLong(jti: string): boolean {
  return jti.length > 256 || (jti.length > 128 && Array.from(jti).length > 128);
}

/** Checks `aud`, where present: it names this server by its public origin (RFC 7519 §4.1.3). Throws `token_invalid`. */
export function checkAudience(claims: Claims, publicOrigin: string): void {
  const aud = claims.get('aud');
  if (aud === undefined) return;
  const names: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!names.includes(publicOrigin)) throw new InlayError('token_invalid', { detail: 'aud names another server' });
}
