import { InlayError } from '@inlay/shared';
import { ClientSecretPost, None, clockTolerance } from 'oauth4webapi';
import type { Client, ClientAuth } from 'oauth4webapi';
import type { OAuthEntry } from '../oauth-entry.ts';
import type { ClientSettings } from './client.ts';

/** Seconds by which a provider's clock may differ. */
const tolerance = 30;

/** The vendor's client, as the library knows it. Throws `provider_not_configured` where there is none. */
export function clientOf({ clientId }: ClientSettings): Client {
  if (clientId === null || clientId === '') throw new InlayError('provider_not_configured');
  return { client_id: clientId, [clockTolerance]: tolerance };
}

/** How it proves itself (RFC 6749 §2.3.1). Throws `provider_not_configured` where the secret for that is not there. */
export function authOf({ oauth }: OAuthEntry, { clientSecret }: ClientSettings): ClientAuth {
  if (oauth.tokenAuth === 'none') return None();
  if (clientSecret === null || clientSecret === '') throw new InlayError('provider_not_configured');
  return oauth.tokenAuth === 'client_secret_post' ? ClientSecretPost(clientSecret) : basic(clientSecret);
}

/**
 * HTTP Basic with both parts encoded as in a form (RFC 6749 §2.3.1), by which `-`, `.` and `_` stay as they are: the
 * library encodes those too, and there are providers that compare without decoding.
 */
function basic(clientSecret: string): ClientAuth {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return (_server, { client_id: id }, _body, headers) => {
    headers.set('authorization', `Basic ${Buffer.from(`${encode(id)}:${encode(clientSecret)}`).toString('base64')}`);
  };
}
