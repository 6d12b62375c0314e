import type { OAuthEntry } from '../oauth-entry.ts';

export const intercom: OAuthEntry = {
  id: 'intercom',
  name: 'Intercom',
  kind: 'oauth2',
  description: 'Contacts, conversations and articles of an Intercom workspace.',
  initials: 'Ic',
  hue: 222,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth',
    setup:
      'In the Developer Hub, make an app, tick “Use OAuth”, add the redirect URL and choose the permissions: Intercom has no scopes in the request. Workspaces outside the US region are not reached.',
    authorizationUrl: 'https://app.intercom.com/oauth',
    tokenUrl: 'https://api.intercom.io/auth/eagle/token',
    scopes: [],
    pkce: {
      exception:
        'Intercom’s guide to OAuth names no PKCE parameters: https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth',
    },
    tokenAuth: 'client_secret_post',
    refresh: 'none',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.intercom.io/me',
      id: ['/app/id_code'],
      label: ['/app/name', '/email'],
    },
  },
};
