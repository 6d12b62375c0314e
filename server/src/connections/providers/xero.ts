import type { OAuthEntry } from '../oauth-entry.ts';

export const xero: OAuthEntry = {
  id: 'xero',
  name: 'Xero',
  kind: 'oauth2',
  description: 'Invoices, contacts and accounts of Xero organisations.',
  initials: 'Xe',
  hue: 195,
  fields: [],
  oauth: {
    docsUrl: 'https://developer.xero.com/documentation/guides/oauth2/auth-flow/',
    setup:
      'On the Xero developer portal, make a web app with the redirect URI and a client secret. Which organisations a token reaches is listed at https://api.xero.com/connections.',
    issuer: 'https://identity.xero.com',
    authorizationUrl: 'https://login.xero.com/identity/connect/authorize',
    tokenUrl: 'https://identity.xero.com/connect/token',
    revocationUrl: 'https://identity.xero.com/connect/revocation',
    scopes: ['accounting.contacts.read'],
    identityScopes: ['openid', 'email', 'offline_access'],
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    account: {
      from: 'id_token',
      id: ['/sub'],
      label: ['/email', '/sub'],
    },
  },
};
