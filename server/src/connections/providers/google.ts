import type { OAuthEntry } from '../oauth-entry.ts';

export const google: OAuthEntry = {
  id: 'google',
  name: 'Google',
  kind: 'oauth2',
  description: 'Drive, Gmail, Calendar, Sheets and other services of a Google account.',
  initials: 'Go',
  hue: 214,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.google.com/identity/protocols/oauth2/web-server',
    setup:
      'In the Google Cloud console, configure the consent screen and make an OAuth client of the type “Web application”. Set the scopes of the services you call: none is asked for by default.',
    issuer: 'https://accounts.google.com',
    authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    revocationUrl: 'https://oauth2.googleapis.com/revoke',
    scopes: [],
    identityScopes: ['openid', 'email'],
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    // A refresh token comes only with offline access, and again only where consent is asked for again.
    authorizationParams: {
      access_type: 'offline',
      prompt: 'consent',
    },
    refresh: 'reusable',
    account: {
      from: 'id_token',
      id: ['/sub'],
      label: ['/email'],
    },
  },
};
