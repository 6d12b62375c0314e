import type { OAuthEntry } from '../oauth-entry.ts';

export const genericOauth2: OAuthEntry = {
  id: 'generic-oauth2',
  name: 'Any OAuth 2.0',
  kind: 'oauth2',
  description: 'Any service that authorises by OAuth 2.0 with an authorization code.',
  initials: 'Oa',
  hue: 285,
  fields: [],
  oauth: {
    docsUrl: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1',
    setup:
      'Register a web client for the authorization code flow, and set the addresses of the service, the scopes, and an address that answers in JSON who is connected.',
    authorizationUrl: '{authorizationUrl}',
    tokenUrl: '{tokenUrl}',
    revocationUrl: '{revocationUrl}',
    scopes: [],
    // Servers ignore parameters that they do not know (RFC 6749 §3.1): who lacks PKCE loses nothing.
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: '{userinfoUrl}',
      id: ['{accountId}'],
      label: ['{accountLabel}', '{accountId}'],
    },
    settings: [
      {
        name: 'authorizationUrl',
        label: 'Authorization endpoint',
        type: 'url',
        required: true,
      },
      {
        name: 'tokenUrl',
        label: 'Token endpoint',
        type: 'url',
        required: true,
      },
      {
        name: 'revocationUrl',
        label: 'Revocation endpoint (RFC 7009)',
        type: 'url',
        required: false,
      },
      {
        name: 'userinfoUrl',
        label: 'Address that says who is connected',
        type: 'url',
        required: true,
        hint: 'Asked with GET and the fresh token as a bearer token.',
      },
      {
        name: 'accountId',
        label: 'JSON Pointer to the account’s id',
        type: 'pointer',
        required: false,
        default: '/sub',
      },
      {
        name: 'accountLabel',
        label: 'JSON Pointer to its name',
        type: 'pointer',
        required: false,
        default: '/email',
      },
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
