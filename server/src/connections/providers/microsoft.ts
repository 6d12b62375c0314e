import type { OAuthEntry } from '../oauth-entry.ts';

export const microsoft: OAuthEntry = {
  id: 'microsoft',
  name: 'Microsoft 365',
  kind: 'oauth2',
  description: 'Outlook, OneDrive, SharePoint, Teams and other services behind Microsoft Graph.',
  initials: 'Ms',
  hue: 205,
  fields: [
    {
      name: 'tenant',
      label: 'Tenant',
      type: 'text',
      required: false,
      secret: false,
      hint: 'Domain or id of your organisation; as it stands, any work or school account.',
      default: 'organizations',
      pattern: '[A-Za-z0-9](?:[A-Za-z0-9.\\-]{0,98}[A-Za-z0-9])?',
      maxLength: 100,
    },
  ],
  oauth: {
    docsUrl: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow',
    setup:
      'In the Microsoft Entra admin center, register an application with the platform “Web”, add a client secret and the permissions of Microsoft Graph that you ask for.',
    authorizationUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    tokenUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    scopes: [],
    identityScopes: ['offline_access', 'User.Read'],
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    refresh: 'reusable',
    // Not by the ID token: its issuer names the tenant, which is not known before somebody has signed in.
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://graph.microsoft.com/v1.0/me',
      id: ['/id'],
      label: ['/mail', '/userPrincipalName', '/displayName'],
    },
  },
};
