import type { OutboundAnswer } from '../../http/outbound.ts';
import { valueAt } from '../account.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import { secondsOf } from './token-set.ts';

/**
 * Rewrites the answer of a token endpoint into the form of RFC 6749 §5, for the library to judge: a type and a lifetime
 * as it expects them; an error that came with a positive status as an error. Scopes are read elsewhere, and an ID token
 * stays only where something is read from it (`hasIdToken`).
 */
export function conformAnswer(
  entry: OAuthEntry,
  answer: OutboundAnswer,
  hasIdToken = entry.oauth.account.from === 'id_token',
): { status: number; text: string } {
  const document = jsonOf(answer.text);
  if (typeof document !== 'object' || document === null) return answer;
  const { errorPointer } = entry.oauth;
  const error = valueAt(document, '/error') ?? (errorPointer && valueAt(document, errorPointer));
  const isPositive = answer.status >= 200 && answer.status < 300;
  if (typeof error === 'string' && (!isPositive || valueAt(document, '/access_token') === undefined)) {
    return { status: isPositive ? 400 : answer.status, text: JSON.stringify({ error }) };
  }
  const idToken = valueAt(document, '/id_token');
  return {
    // Some answer 201.
    status: isPositive ? 200 : answer.status,
    text: JSON.stringify({
      access_token: valueAt(document, '/access_token'),
      refresh_token: valueAt(document, '/refresh_token') ?? undefined,
      token_type: 'bearer',
      expires_in: secondsOf(document, entry),
      id_token: hasIdToken ? (idToken ?? undefined) : undefined,
    }),
  };
}

/** The document that a text holds; `undefined` where it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
