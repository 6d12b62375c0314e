import type { OAuthEntry } from '../oauth-entry.ts';

export const gitlab: OAuthEntry = {
  id: 'gitlab',
  name: 'GitLab',
  kind: 'oauth2',
  description: 'Projects, issues and merge requests on GitLab.com.',
  initials: 'Gl',
  hue: 18,
  fields: [],
  oauth: {
    docsUrl: 'https://docs.gitlab.com/api/oauth2/',
    setup:
      'Under Preferences, Applications, or for a group, add a confidential application with the scopes that you ask for. GitLab of your own is reached as “Any OAuth 2.0”.',
    authorizationUrl: 'https://gitlab.com/oauth/authorize',
    tokenUrl: 'https://gitlab.com/oauth/token',
    revocationUrl: 'https://gitlab.com/oauth/revoke',
    scopes: [],
    identityScopes: ['read_user'],
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://gitlab.com/api/v4/user',
      id: ['/id'],
      label: ['/username'],
    },
  },
};
