import type { OAuthEntry } from '../oauth-entry.ts';

export const zoom: OAuthEntry = {
  id: 'zoom',
  name: 'Zoom',
  kind: 'oauth2',
  description: 'Meetings, webinars and recordings of a Zoom account.',
  initials: 'Zo',
  hue: 218,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.zoom.us/docs/integrations/oauth/',
    setup:
      'In the App Marketplace, make a general app that users manage, add the redirect URL and its scopes, user:read:user among them: Zoom takes them from there.',
    authorizationUrl: 'https://zoom.us/oauth/authorize',
    tokenUrl: 'https://zoom.us/oauth/token',
    revocationUrl: 'https://zoom.us/oauth/revoke',
    scopes: [],
    pkce: 'S256',
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    // With the reason “Invalid Token!”.
    refusals: ['invalid_request'],
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.zoom.us/v2/users/me',
      id: ['/account_id', '/id'],
      label: ['/email', '/display_name'],
    },
  },
};
