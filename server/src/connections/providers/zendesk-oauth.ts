import type { OAuthEntry } from '../oauth-entry.ts';

export const zendeskOauth: OAuthEntry = {
  id: 'zendesk-oauth',
  name: 'Zendesk',
  kind: 'oauth2',
  description: 'Tickets, users and help centre of a Zendesk account, as the person who connects.',
  initials: 'Zd',
  hue: 180,
  fields: [
    {
      name: 'subdomain',
      label: 'Subdomain',
      type: 'text',
      required: true,
      secret: false,
      hint: 'The first part of your address: “acme” in acme.zendesk.com.',
      placeholder: 'acme',
      pattern: '[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?',
      maxLength: 63,
    },
  ],
  oauth: {
    docsUrl: 'https://support.zendesk.com/hc/en-us/articles/4408845965210',
    setup:
      'In Admin Center, under Apps and integrations, APIs, add a confidential OAuth client. One that works for accounts of others is a global client, which Zendesk grants on request.',
    authorizationUrl: 'https://{subdomain}.zendesk.com/oauth/authorizations/new',
    tokenUrl: 'https://{subdomain}.zendesk.com/oauth/tokens',
    scopes: ['read'],
    pkce: 'S256',
    tokenAuth: 'client_secret_post',
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://{subdomain}.zendesk.com/api/v2/users/me.json',
      within: ['subdomain'],
      id: ['/user/id'],
      label: ['/user/email', '/user/name'],
    },
  },
};
