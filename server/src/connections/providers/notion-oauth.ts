import type { OAuthEntry } from '../oauth-entry.ts';

export const notionOauth: OAuthEntry = {
  id: 'notion-oauth',
  name: 'Notion',
  kind: 'oauth2',
  description: 'Pages and databases that somebody shares with your public connection of Notion.',
  initials: 'No',
  hue: 28,
  fields: [],
  oauth: {
    docsUrl: 'https://developers.notion.com/guides/get-started/authorization',
    setup:
      'Make a public connection in Notion and add the redirect URI. What it may do is set there: Notion has no scopes in the request.',
    authorizationUrl: 'https://api.notion.com/v1/oauth/authorize',
    tokenUrl: 'https://api.notion.com/v1/oauth/token',
    revocationUrl: 'https://api.notion.com/v1/oauth/revoke',
    scopes: [],
    pkce: {
      exception:
        'Notion’s authorization guide and token endpoint name no PKCE parameters: https://developers.notion.com/reference/create-a-token',
    },
    tokenAuth: 'client_secret_basic',
    tokenRequest: 'json',
    authorizationParams: {
      owner: 'user',
    },
    refresh: 'rotating',
    account: {
      from: 'token',
      id: ['/workspace_id'],
      label: ['/workspace_name'],
    },
    tokenFields: {
      workspaceId: '/workspace_id',
      botId: '/bot_id',
    },
  },
};
