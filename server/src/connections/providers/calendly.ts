import type { OAuthEntry } from '../oauth-entry.ts';

export const calendly: OAuthEntry = {
  id: 'calendly',
  name: 'Calendly',
  kind: 'oauth2',
  description: 'Event types and scheduled events of a Calendly account.',
  initials: 'Ca',
  hue: 210,
  fields: [],
  oauth: {
    docsUrl: 'https://developer.calendly.com/docs/authentication/creating-an-oauth-app',
    setup:
      'On the Calendly developer portal, make a web application for production with the redirect URI and its scopes, and set those that you ask for: a new app may do nothing without.',
    authorizationUrl: 'https://auth.calendly.com/oauth/authorize',
    tokenUrl: 'https://auth.calendly.com/oauth/token',
    revocationUrl: 'https://auth.calendly.com/oauth/revoke',
    scopes: [],
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    account: {
      from: 'token',
      id: ['/owner'],
      label: ['/owner'],
    },
    tokenFields: {
      owner: '/owner',
      organization: '/organization',
    },
  },
};
