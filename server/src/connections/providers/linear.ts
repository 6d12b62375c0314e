import type { OAuthEntry } from '../oauth-entry.ts';

export const linear: OAuthEntry = {
  id: 'linear',
  name: 'Linear',
  kind: 'oauth2',
  description: 'Issues, projects and cycles of a Linear workspace.',
  initials: 'Li',
  hue: 235,
  fields: [],
  oauth: {
    docsUrl: 'https://linear.app/developers/oauth-2-0-authentication',
    setup: 'Under Settings, API, make an OAuth application with the callback URL.',
    authorizationUrl: 'https://linear.app/oauth/authorize',
    tokenUrl: 'https://api.linear.app/oauth/token',
    revocationUrl: 'https://api.linear.app/oauth/revoke',
    scopes: ['read'],
    scopeSeparator: ',',
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    authorizationParams: {
      prompt: 'consent',
    },
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'POST',
      url: 'https://api.linear.app/graphql',
      body: '{"query":"{ viewer { id email } organization { id name } }"}',
      id: ['/data/organization/id', '/data/viewer/id'],
      label: ['/data/organization/name', '/data/viewer/email'],
    },
  },
};
