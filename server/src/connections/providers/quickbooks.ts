import type { OAuthEntry } from '../oauth-entry.ts';

export const quickbooks: OAuthEntry = {
  id: 'quickbooks',
  name: 'QuickBooks Online',
  kind: 'oauth2',
  description: 'Invoices, customers and accounts of a QuickBooks Online company.',
  initials: 'Qb',
  hue: 120,
  fields: [],
  oauth: {
    docsUrl: 'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0',
    setup:
      'On the Intuit developer portal, make an app for QuickBooks Online and add the redirect URI to its production keys.',
    issuer: 'https://oauth.platform.intuit.com/op/v1',
    authorizationUrl: 'https://appcenter.intuit.com/connect/oauth2',
    tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    revocationUrl: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
    scopes: ['com.intuit.quickbooks.accounting'],
    identityScopes: ['openid'],
    pkce: {
      exception:
        'Intuit’s discovery document lists no code challenge methods: https://developer.intuit.com/.well-known/openid-sandbox-configuration',
    },
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    // The company that somebody chose; calls of the API need it as the realm id.
    account: {
      from: 'id_token',
      id: ['/realmid'],
      label: ['/realmid'],
    },
    callbackFields: {
      realmId: 'realmId',
    },
  },
};
