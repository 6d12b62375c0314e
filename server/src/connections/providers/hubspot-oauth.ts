import type { OAuthEntry } from '../oauth-entry.ts';

export const hubspotOauth: OAuthEntry = {
  id: 'hubspot-oauth',
  name: 'HubSpot',
  kind: 'oauth2',
  description: 'Contacts, companies and deals of a HubSpot account, through a public app.',
  initials: 'Hs',
  hue: 14,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide',
    setup:
      'Make a public app in a HubSpot developer account, with the redirect URL and exactly the scopes that you ask for, “oauth” among them.',
    authorizationUrl: 'https://app.hubspot.com/oauth/authorize',
    tokenUrl: 'https://api.hubapi.com/oauth/v3/token',
    scopes: ['crm.objects.contacts.read'],
    identityScopes: ['oauth'],
    pkce: {
      exception:
        'HubSpot’s guide to OAuth names no code challenge among the parameters of the install URL: https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide',
    },
    tokenAuth: 'client_secret_post',
    refresh: 'reusable',
    refusals: ['BAD_REFRESH_TOKEN'],
    errorPointer: '/status',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.hubapi.com/account-info/v3/details',
      id: ['/portalId'],
      label: ['/portalId'],
    },
  },
};
