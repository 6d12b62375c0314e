import type { OAuthEntry } from '../oauth-entry.ts';

export const asana: OAuthEntry = {
  id: 'asana',
  name: 'Asana',
  kind: 'oauth2',
  description: 'Tasks, projects and portfolios of an Asana account.',
  initials: 'As',
  hue: 352,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.asana.com/docs/oauth',
    setup:
      'In the developer console, make an app, add the redirect URL and either full permissions or the scopes that you ask for.',
    authorizationUrl: 'https://app.asana.com/-/oauth_authorize',
    tokenUrl: 'https://app.asana.com/-/oauth_token',
    revocationUrl: 'https://app.asana.com/-/oauth_revoke',
    scopes: ['default'],
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    refresh: 'reusable',
    account: {
      from: 'token',
      id: ['/data/gid'],
      label: ['/data/email', '/data/name'],
    },
  },
};
