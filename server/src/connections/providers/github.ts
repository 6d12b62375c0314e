import type { OAuthEntry } from '../oauth-entry.ts';

export const github: OAuthEntry = {
  id: 'github',
  name: 'GitHub',
  kind: 'oauth2',
  description: 'Repositories, issues and pull requests of a GitHub account.',
  initials: 'Gh',
  hue: 260,
  fields: [],
  oauth: {
    docsUrl: 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
    setup:
      'Under Settings, Developer settings, register an OAuth app, or a GitHub App with user authorization. Tokens of OAuth apps do not expire; those of GitHub Apps do, unless that is switched off.',
    authorizationUrl: 'https://github.com/login/oauth/authorize',
    tokenUrl: 'https://github.com/login/oauth/access_token',
    scopes: ['read:user'],
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    refresh: 'rotating',
    refusals: ['bad_refresh_token'],
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://api.github.com/user',
      headers: {
        'x-github-api-version': '2022-11-28',
      },
      id: ['/id'],
      label: ['/login'],
    },
  },
};
