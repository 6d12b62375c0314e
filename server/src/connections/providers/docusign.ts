import type { OAuthEntry } from '../oauth-entry.ts';

export const docusign: OAuthEntry = {
  id: 'docusign',
  name: 'Docusign',
  kind: 'oauth2',
  description: 'Envelopes, templates and signatures of a Docusign account.',
  initials: 'Ds',
  hue: 44,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.docusign.com/platform/auth/confidential-authcode-get-token',
    setup:
      'Under Apps and Keys, make an integration key with the authorization code grant, a secret key and the redirect URI. It works here once Docusign has approved it to go live.',
    authorizationUrl: 'https://account.docusign.com/oauth/auth',
    tokenUrl: 'https://account.docusign.com/oauth/token',
    scopes: ['signature'],
    identityScopes: ['extended'],
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://account.docusign.com/oauth/userinfo',
      id: ['/sub'],
      label: ['/email', '/name'],
    },
    accountFields: {
      accountId: '/accounts/0/account_id',
      baseUri: '/accounts/0/base_uri',
    },
  },
};
