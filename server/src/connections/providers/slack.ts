import type { OAuthEntry } from '../oauth-entry.ts';

export const slack: OAuthEntry = {
  id: 'slack',
  name: 'Slack',
  kind: 'oauth2',
  description: 'Channels and messages of a Slack workspace, through your app’s bot.',
  initials: 'Sl',
  hue: 310,
  fields: [],
  oauth: {
    docsUrl: 'https://docs.slack.dev/authentication/installing-with-oauth',
    setup:
      'Make a Slack app, add the redirect URL and the bot scopes under “OAuth & Permissions”, and switch token rotation on if tokens are to expire.',
    authorizationUrl: 'https://slack.com/oauth/v2/authorize',
    tokenUrl: 'https://slack.com/api/oauth.v2.access',
    scopes: ['channels:read', 'chat:write'],
    scopeSeparator: ',',
    pkce: {
      exception:
        'Slack takes PKCE only from apps that were made public clients, which cannot be undone: https://docs.slack.dev/changelog/2026/03/30/pkce',
    },
    tokenAuth: 'client_secret_basic',
    refresh: 'rotating',
    refusals: ['invalid_refresh_token'],
    account: {
      from: 'token',
      id: ['/team/id'],
      label: ['/team/name'],
    },
    tokenFields: {
      teamId: '/team/id',
      botUserId: '/bot_user_id',
    },
  },
};
