import type { OAuthEntry } from '../oauth-entry.ts';

export const bitbucket: OAuthEntry = {
  id: 'bitbucket',
  name: 'Bitbucket',
  kind: 'oauth2',
  description: 'Repositories and pull requests of a Bitbucket Cloud account.',
  initials: 'Bb',
  hue: 224,
  fields: [],
  oauth: {
    docsUrl: 'https://developer.atlassian.com/cloud/bitbucket/oauth-2/',
    setup:
      'In the settings of a workspace, under OAuth consumers, add a private consumer with the callback URL and the permissions that you need, “Account: Read” among them.',
    authorizationUrl: 'https://bitbucket.org/site/oauth2/authorize',
    tokenUrl: 'https://bitbucket.org/site/oauth2/access_token',
    scopes: ['repository'],
    identityScopes: ['account'],
    pkce: {
      exception:
        'Bitbucket Cloud’s page on OAuth 2.0 names no PKCE parameters: https://developer.atlassian.com/cloud/bitbucket/oauth-2/',
    },
    tokenAuth: 'client_secret_basic',
    refresh: 'reusable',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.bitbucket.org/2.0/user',
      id: ['/uuid'],
      label: ['/username', '/display_name'],
    },
  },
};
