import type { OAuthEntry } from '../oauth-entry.ts';

export const pipedriveOauth: OAuthEntry = {
  id: 'pipedrive-oauth',
  name: 'Pipedrive',
  kind: 'oauth2',
  description: 'Deals, persons and organisations of a Pipedrive company, through your app.',
  initials: 'Pd',
  hue: 130,
  fields: [],
  oauth: {
    docsUrl: 'https://pipedrive.readme.io/docs/marketplace-oauth-authorization',
    setup:
      'In the Developer Hub, make an app with the callback URL and its scopes: Pipedrive takes them from there, and allows one callback URL.',
    authorizationUrl: 'https://oauth.pipedrive.com/oauth/authorize',
    tokenUrl: 'https://oauth.pipedrive.com/oauth/token',
    revocationUrl: 'https://oauth.pipedrive.com/oauth/revoke',
    scopes: [],
    pkce: {
      exception:
        'Pipedrive’s guide to OAuth names no PKCE parameters: https://pipedrive.readme.io/docs/marketplace-oauth-authorization',
    },
    tokenAuth: 'client_secret_basic',
    refresh: 'reusable',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.pipedrive.com/v1/users/me',
      id: ['/data/company_id', '/data/id'],
      label: ['/data/company_name', '/data/name'],
    },
    tokenFields: {
      apiDomain: '/api_domain',
    },
  },
};
