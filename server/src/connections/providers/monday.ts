import type { OAuthEntry } from '../oauth-entry.ts';

export const monday: OAuthEntry = {
  id: 'monday',
  name: 'monday.com',
  kind: 'oauth2',
  description: 'Boards, items and updates of a monday.com account.',
  initials: 'Mo',
  hue: 340,
  fields: [],
  oauth: {
    docsUrl: 'https://developer.monday.com/apps/docs/oauth',
    setup:
      'In the Developer Center, make an app, choose its scopes with me:read among them, and add the redirect URL. An admin installs it in the customer’s account before somebody connects. Tokens of this flow do not expire.',
    authorizationUrl: 'https://auth.monday.com/oauth2/authorize',
    tokenUrl: 'https://auth.monday.com/oauth2/token',
    scopes: ['boards:read'],
    identityScopes: ['me:read'],
    pkce: {
      exception:
        'monday.com has PKCE only in a newer flow that each app has to be moved to: https://developer.monday.com/apps/docs/migrating-to-the-new-oauth-flow',
    },
    tokenAuth: 'client_secret_post',
    refresh: 'none',
    account: {
      from: 'request',
      method: 'POST',
      url: 'https://api.monday.com/v2',
      body: '{"query":"{ me { id email account { id name } } }"}',
      id: ['/data/me/account/id', '/data/me/id'],
      label: ['/data/me/account/name', '/data/me/email'],
    },
  },
};
