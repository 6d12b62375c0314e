import type { LinkFacts } from './verify.ts';

/** Claims and header members that help an engineer, in the order they are shown. */
const shown = ['sub', 'iat', 'exp', 'nbf', 'jti', 'origin', 'path', 'aud'] as const;

/** What a refused token says of itself: names and values, cut short; `iat` with its age on the server's clock (`now`, ms). */
export function shownClaims(facts: LinkFacts, now: number): readonly (readonly [string, string])[] {
  const { token } = facts;
  if (token === undefined) return [];
  const rows: (readonly [string, string])[] = [];
  if (token.kid !== undefined) rows.push(['kid', cut(token.kid)]);
  for (const name of shown) {
    if (!token.claims.has(name)) continue;
    const value = token.claims.get(name);
    const text = cut(typeof value === 'string' ? value : JSON.stringify(value));
    const age = typeof value === 'number' && name === 'iat' ? ` (${Math.floor(now / 1000) - value} s ago here)` : '';
    rows.push([name, `${text}${age}`]);
  }
  return rows;
}

/** One printable line of bounded length: a line break could imitate a row of its own. */
function cut(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}
