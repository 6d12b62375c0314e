import type { OAuthEntry } from '../oauth-entry.ts';

export const atlassian: OAuthEntry = {
  id: 'atlassian',
  name: 'Atlassian',
  kind: 'oauth2',
  description: 'Jira, Confluence and other products of an Atlassian Cloud site.',
  initials: 'At',
  hue: 216,
  fields: [],
  oauth: {
    docsUrl: 'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
    setup:
      'In the developer console, make an OAuth 2.0 integration, add the APIs and scopes that you ask for and “User identity API” with read:me, and set the callback URL.',
    authorizationUrl: 'https://auth.atlassian.com/authorize',
    tokenUrl: 'https://auth.atlassian.com/oauth/token',
    scopes: ['read:jira-work'],
    identityScopes: ['read:me', 'offline_access'],
    pkce: {
      exception:
        'Atlassian’s guide to 3LO apps names no PKCE parameters: https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
    },
    tokenAuth: 'client_secret_post',
    authorizationParams: {
      audience: 'api.atlassian.com',
      prompt: 'consent',
    },
    refresh: 'rotating',
    // Described as “refresh_token is invalid”.
    refusals: ['unauthorized_client'],
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.atlassian.com/me',
      id: ['/account_id'],
      label: ['/email', '/name'],
    },
  },
};
