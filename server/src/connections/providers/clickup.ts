import type { OAuthEntry } from '../oauth-entry.ts';

export const clickup: OAuthEntry = {
  id: 'clickup',
  name: 'ClickUp',
  kind: 'oauth2',
  description: 'Tasks, lists and spaces of ClickUp workspaces.',
  initials: 'Cu',
  hue: 270,
  fields: [],
  oauth: {
    docsUrl: 'https://developer.clickup.com/docs/authentication',
    setup:
      'Under Settings, Apps, make an app with the redirect URL. ClickUp has no scopes, and its tokens do not expire.',
    authorizationUrl: 'https://app.clickup.com/api',
    tokenUrl: 'https://api.clickup.com/api/v2/oauth/token',
    scopes: [],
    pkce: {
      exception:
        'ClickUp’s page on authentication names no PKCE parameters: https://developer.clickup.com/docs/authentication',
    },
    tokenAuth: 'client_secret_post',
    refresh: 'none',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.clickup.com/api/v2/user',
      id: ['/user/id'],
      label: ['/user/email', '/user/username'],
    },
  },
};
