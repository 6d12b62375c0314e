import type { OAuthEntry } from '../../src/connections/oauth-entry.ts';

/** An entry of a provider that authorises by OAuth, for tests that do not call it: one tenant field, no secret. */
export const cloudEntry: OAuthEntry = {
  id: 'cloud',
  name: 'Cloud',
  kind: 'oauth2',
  description: 'A provider that authorises in its own window.',
  initials: 'Cl',
  hue: 200,
  fields: [
    { name: 'tenant', label: 'Tenant', type: 'text', required: true, secret: false, maxLength: 63 },
    { name: 'region', label: 'Region', type: 'text', required: false, secret: false, default: 'eu', maxLength: 20 },
  ],
  oauth: {
    docsUrl: 'https://cloud.example/docs',
    setup: 'Register a client in the console of Cloud.',
    authorizationUrl: 'https://{tenant}.cloud.example/authorize',
    tokenUrl: 'https://{tenant}.cloud.example/{region}/token',
    scopes: ['read', 'write', 'admin'],
    identityScopes: ['me'],
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://{tenant}.cloud.example/me',
      id: ['/id'],
      label: ['/email'],
      within: ['tenant'],
    },
  },
};

/** One whose addresses each vendor sets. */
export const customEntry: OAuthEntry = {
  ...cloudEntry,
  id: 'custom',
  name: 'Custom',
  fields: [],
  oauth: {
    ...cloudEntry.oauth,
    authorizationUrl: '{authorizationUrl}',
    tokenUrl: '{tokenUrl}',
    revocationUrl: '{revocationUrl}',
    account: { from: 'request', method: 'GET', url: '{userinfoUrl}', id: ['{accountId}'], label: ['/email'] },
    settings: [
      { name: 'authorizationUrl', label: 'Authorization address', type: 'url', required: true },
      { name: 'tokenUrl', label: 'Token address', type: 'url', required: true },
      { name: 'revocationUrl', label: 'Revocation address', type: 'url', required: false },
      { name: 'userinfoUrl', label: 'Account address', type: 'url', required: true },
      { name: 'accountId', label: 'Where the account is named', type: 'pointer', required: false, default: '/sub' },
      {
        name: 'tokenAuth',
        label: 'How the client proves itself',
        type: 'text',
        required: false,
        default: 'client_secret_basic',
        values: ['client_secret_basic', 'client_secret_post', 'none'],
      },
    ],
  },
};
