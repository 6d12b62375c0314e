import type { ConnectionRow } from '../../database/schema.ts';
import type { TokenSet } from '../oauth/token-set.ts';

/** What a row says of its tokens, for those who cannot open them. */
export type TokenColumns = Pick<
  ConnectionRow,
  'scopes' | 'access_expires_at' | 'renew_at' | 'refresh_id' | 'refresh_started_at' | 'refresh_failures'
>;

/** Least and most milliseconds before their end at which tokens are renewed; between the two, a fifth of their life. */
const leadMin = 120_000;
const leadMax = 900_000;

/** The columns that go with `tokens` that arrived at `now`. No renewal is under way any more. */
export function tokenColumns(tokens: TokenSet, now: number): TokenColumns {
  return {
    scopes: tokens.scopes === null ? null : JSON.stringify(tokens.scopes),
    access_expires_at: tokens.expiresAt,
    renew_at: renewalTime(tokens, now),
    refresh_id: null,
    refresh_started_at: null,
    refresh_failures: 0,
  };
}

/**
 * When the tokens are to be renewed: well before they end, and not at once for all that were made at once. What cannot be
 * renewed is looked at when it ends, so that people hear of it; what does not end, never.
 */
function renewalTime({ expiresAt, refreshToken }: TokenSet, now: number): number | null {
  if (expiresAt === null || refreshToken === null) return expiresAt;
  const life = Math.max(0, expiresAt - now);
  const lead = Math.min(leadMax, Math.max(leadMin, life / 5)) * (1 + Math.random() / 5);
  return Math.round(expiresAt - Math.min(lead, life / 2));
}
