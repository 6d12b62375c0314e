import type { OAuthEntry } from '../oauth-entry.ts';

export const genericOidc: OAuthEntry = {
  id: 'generic-oidc',
  name: 'Any OpenID provider',
  kind: 'oauth2',
  description: 'Any service with OpenID Connect, found by its issuer.',
  initials: 'Oi',
  hue: 280,
  fields: [],
  oauth: {
    docsUrl: 'https://openid.net/specs/openid-connect-discovery-1_0.html',
    setup:
      'Register a web client for the authorization code flow with PKCE, and set the issuer. Scopes of your own take the place of those below but for openid.',
    issuer: '{issuer}',
    discovery: true,
    scopes: ['email', 'offline_access'],
    identityScopes: ['openid'],
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    account: {
      from: 'id_token',
      id: ['/iss', '/sub'],
      label: ['/email', '/preferred_username', '/name', '/sub'],
    },
    settings: [
      {
        name: 'issuer',
        label: 'Issuer',
        type: 'url',
        required: true,
        hint: 'As the provider writes it in its metadata, which is found below it.',
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
