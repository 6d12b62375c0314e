import type { OAuthEntry } from '../oauth-entry.ts';

export const box: OAuthEntry = {
  id: 'box',
  name: 'Box',
  kind: 'oauth2',
  description: 'Files and folders of a Box account.',
  initials: 'Bx',
  hue: 208,
  fields: [],
  oauth: {
    docsUrl: 'https://developer.box.com/guides/authentication/oauth2/',
    setup:
      'In the developer console, make a custom app with user authentication (OAuth 2.0), tick its application scopes and add the redirect URI.',
    authorizationUrl: 'https://account.box.com/api/oauth2/authorize',
    tokenUrl: 'https://api.box.com/oauth2/token',
    revocationUrl: 'https://api.box.com/oauth2/revoke',
    scopes: [],
    pkce: {
      exception:
        'Box’s reference of the authorization request names no PKCE parameters: https://developer.box.com/reference/get-authorize/',
    },
    tokenAuth: 'client_secret_post',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.box.com/2.0/users/me',
      id: ['/id'],
      label: ['/login', '/name'],
    },
  },
};
