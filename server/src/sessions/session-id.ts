import { idPrefixes } from '@inlay/shared';
import { fromBase32, toBase32 } from '../crypto/base32.ts';
import { linkKeyBytes } from '../direct-links/link-key.ts';

const timeBytes = 6;
const prefix = `${idPrefixes.session}_`;

/**
 * The public id of the session that `link` opened at `openedAt`: the time, so that ids sort by age, and the link's key,
 * so that a session is found by its id without an index. It opens nothing: that takes the secret of the session token.
 */
export function sessionId(link: string, openedAt: number): string {
  const bytes = Buffer.alloc(timeBytes + linkKeyBytes);
  bytes.writeUIntBE(openedAt, 0, timeBytes);
  bytes.write(link, timeBytes, 'base64url');
  return prefix + toBase32(bytes);
}

/** The text that sorts before the id of every session that was opened at `time` (milliseconds) or later. */
export function firstSessionIdAt(time: number): string {
  return sessionId('', Math.max(0, time));
}

/** The key of the link that opened the session; `undefined` for what is no id of a session. */
export function linkOfSession(id: string): string | undefined {
  if (!id.startsWith(prefix)) return undefined;
  const bytes = fromBase32(id.slice(prefix.length), timeBytes + linkKeyBytes);
  return bytes?.subarray(timeBytes).toString('base64url');
}
