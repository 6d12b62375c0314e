import type { OAuthEntry } from '../oauth-entry.ts';

export const salesforce: OAuthEntry = {
  id: 'salesforce',
  name: 'Salesforce',
  kind: 'oauth2',
  description: 'Accounts, contacts, opportunities and other records of a Salesforce org.',
  initials: 'Sf',
  hue: 200,
  fields: [],
  oauth: {
    docsUrl: 'https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm',
    setup:
      'Under Setup, make an external client app (or a connected app) with OAuth, the scopes “api” and “refresh_token”, and PKCE required.',
    authorizationUrl: 'https://login.salesforce.com/services/oauth2/authorize',
    tokenUrl: 'https://login.salesforce.com/services/oauth2/token',
    revocationUrl: 'https://login.salesforce.com/services/oauth2/revoke',
    scopes: ['api'],
    identityScopes: ['refresh_token'],
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    refresh: 'reusable',
    // The answer names no lifetime: it is the session timeout of the org, two hours unless somebody set another.
    accessTokenLifetime: 3600,
    // `id` is the identity URL, which holds the ids of the org and the user.
    account: {
      from: 'token',
      id: ['/id'],
      label: ['/instance_url'],
    },
    tokenFields: {
      instanceUrl: '/instance_url',
    },
  },
};
