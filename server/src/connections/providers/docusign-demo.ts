import type { OAuthEntry } from '../oauth-entry.ts';

export const docusignDemo: OAuthEntry = {
  id: 'docusign-demo',
  name: 'Docusign demo',
  kind: 'oauth2',
  description:
    'Envelopes, templates and signatures of a Docusign developer account, where integrations are tried before they go live.',
  initials: 'Dd',
  hue: 38,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.docusign.com/platform/auth/confidential-authcode-get-token',
    setup:
      'Under Apps and Keys, make an integration key with the authorization code grant, a secret key and the redirect URI.',
    authorizationUrl: 'https://account-d.docusign.com/oauth/auth',
    tokenUrl: 'https://account-d.docusign.com/oauth/token',
    scopes: ['signature'],
    identityScopes: ['extended'],
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://account-d.docusign.com/oauth/userinfo',
      id: ['/sub'],
      label: ['/email', '/name'],
    },
    accountFields: {
      accountId: '/accounts/0/account_id',
      baseUri: '/accounts/0/base_uri',
    },
  },
};
