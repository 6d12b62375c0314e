import type { OAuthEntry } from '../oauth-entry.ts';

export const airtableOauth: OAuthEntry = {
  id: 'airtable-oauth',
  name: 'Airtable',
  kind: 'oauth2',
  description: 'Bases, tables and records that somebody shares with your integration of Airtable.',
  initials: 'Ai',
  hue: 46,
  fields: [],
  oauth: {
    docsUrl: 'https://airtable.com/developers/web/api/oauth-reference',
    setup:
      'In the builder hub, register an OAuth integration with the redirect URL and the scopes that you ask for, and generate a client secret.',
    authorizationUrl: 'https://airtable.com/oauth2/v1/authorize',
    tokenUrl: 'https://airtable.com/oauth2/v1/token',
    scopes: ['data.records:read', 'schema.bases:read'],
    identityScopes: ['user.email:read'],
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.airtable.com/v0/meta/whoami',
      id: ['/id'],
      label: ['/email', '/id'],
    },
  },
};
