import type { OAuthEntry } from '../oauth-entry.ts';

export const dropbox: OAuthEntry = {
  id: 'dropbox',
  name: 'Dropbox',
  kind: 'oauth2',
  description: 'Files and folders of a Dropbox account.',
  initials: 'Db',
  hue: 212,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.dropbox.com/oauth-guide',
    setup:
      'In the app console, make a scoped app, tick the permissions that you ask for and account_info.read, and add the redirect URI.',
    authorizationUrl: 'https://www.dropbox.com/oauth2/authorize',
    tokenUrl: 'https://api.dropboxapi.com/oauth2/token',
    scopes: ['files.metadata.read'],
    identityScopes: ['account_info.read'],
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    authorizationParams: {
      token_access_type: 'offline',
    },
    refresh: 'reusable',
    // An endpoint without arguments that wants JSON all the same.
    account: {
      from: 'request',
      method: 'POST',
      url: 'https://api.dropboxapi.com/2/users/get_current_account',
      body: 'null',
      id: ['/account_id'],
      label: ['/email', '/name/display_name'],
    },
  },
};
