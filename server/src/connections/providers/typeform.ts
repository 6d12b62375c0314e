import type { OAuthEntry } from '../oauth-entry.ts';

export const typeform: OAuthEntry = {
  id: 'typeform',
  name: 'Typeform',
  kind: 'oauth2',
  description: 'Forms and responses of a Typeform account.',
  initials: 'Tf',
  hue: 300,
  fields: [],
  oauth: {
    docsUrl: 'https://www.typeform.com/developers/get-started/applications/',
    setup:
      'In the settings of your organisation, under Developer apps, register an app with the redirect URI. Accounts in the EU data centre are not reached.',
    authorizationUrl: 'https://api.typeform.com/oauth/authorize',
    tokenUrl: 'https://api.typeform.com/oauth/token',
    scopes: ['forms:read'],
    identityScopes: ['accounts:read', 'offline'],
    pkce: {
      exception:
        'Typeform’s guide to applications names no PKCE parameters: https://www.typeform.com/developers/get-started/applications/',
    },
    tokenAuth: 'client_secret_post',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.typeform.com/me',
      id: ['/user_id'],
      label: ['/email', '/alias'],
    },
  },
};
