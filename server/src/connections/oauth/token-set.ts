import { valueAt } from '../account.ts';
import type { OAuthEntry } from '../oauth-entry.ts';

/** What a provider handed out (RFC 6749 §5.1). */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly tokenType: string;
  /** When the access token ends, in milliseconds; null where it does not, or nobody says. */
  readonly expiresAt: number | null;
  /** What was granted; null where the answer does not say: then it is what was asked for (RFC 6749 §5.1). */
  readonly scopes: readonly string[] | null;
  /** An ID token that was checked; null where there is none. */
  readonly idToken: string | null;
  /** What the vendor needs beside the tokens, such as the address of an instance. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Longest token and longest further value that are kept. */
const tokenMax = 16_384;
const fieldMax = 512;

/**
 * Reads the answer of a token endpoint, as providers write it: without a type, with numbers as texts, with a lifetime of
 * nought for a token that never ends. `undefined` for what holds no access token.
 */
export function tokenSetOf(entry: OAuthEntry, document: unknown, receivedAt: number): TokenSet | undefined {
  const accessToken = tokenAt(document, '/access_token');
  if (accessToken === undefined) return undefined;
  const seconds = secondsOf(document, entry);
  return {
    accessToken,
    refreshToken: tokenAt(document, '/refresh_token') ?? null,
    tokenType: tokenAt(document, '/token_type') ?? 'bearer',
    expiresAt: seconds === undefined ? null : receivedAt + seconds * 1000,
    scopes: scopesOf(document),
    idToken: null,
    fields: fieldsOf(entry.oauth.tokenFields, (pointer) => valueAt(document, pointer)),
  };
}

/** Values by the names they are handed out under; what is missing or too long is left out. */
export function fieldsOf(
  names: Readonly<Record<string, string>> | undefined,
  find: (place: string) => unknown,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, place] of Object.entries(names ?? {})) {
    const value = find(place);
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    if (typeof text === 'string' && text !== '' && text.length <= fieldMax && text.isWellFormed()) found[name] = text;
  }
  return found;
}

/** Seconds for which the access token holds; `undefined` where it does not end. */
export function secondsOf(document: unknown, { oauth }: OAuthEntry): number | undefined {
  const told = valueAt(document, '/expires_in');
  const seconds = typeof told === 'string' && told.trim() !== '' ? Number(told) : told;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return oauth.accessTokenLifetime;
  return seconds > 0 ? seconds : undefined;
}

/** Answers divide scopes by blanks or commas, whatever the requests do; no scope holds either. */
function scopesOf(document: unknown): readonly string[] | null {
  const told = valueAt(document, '/scope');
  const texts: readonly unknown[] = Array.isArray(told) ? told : [told];
  const named = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[\s,]+/) : []));
  const scopes = named.filter((scope) => scope !== '');
  return scopes.length === 0 ? null : [...new Set(scopes)];
}

function tokenAt(document: unknown, pointer: string): string | undefined {
  const value = valueAt(document, pointer);
  return typeof value === 'string' && value !== '' && value.length <= tokenMax ? value : undefined;
}
