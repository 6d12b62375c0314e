import { randomBytes } from 'node:crypto';

/** The app that is registered at Acme: whoever runs Tidewater made it there, and gave its id and secret to Inlay. */
export interface RegisteredClient {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  /** The one address that answers go to, compared as a whole (RFC 9700 §2.1). */
  readonly redirectUri: string;
}

/** Registers the partner's app; its secret is a new one at each start. */
export function registerClient(inlayOrigin: string, provider: string): RegisteredClient {
  return {
    id: 'tidewater',
    secret: randomBytes(24).toString('base64url'),
    name: 'Tidewater',
    redirectUri: `${inlayOrigin}/oauth/callback/${provider}`,
  };
}
