import type { KeyEntry } from '../provider-entry.ts';

export const zendesk: KeyEntry = {
  id: 'zendesk',
  name: 'Zendesk',
  kind: 'api_key',
  description: 'Tickets, users and help centre of a Zendesk account.',
  initials: 'Zd',
  hue: 180,
  helpUrl: 'https://support.zendesk.com/hc/en-us/articles/4408889192858',
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
    { name: 'email', label: 'Email of an agent', type: 'email', required: true, secret: false, maxLength: 254 },
    {
      name: 'apiToken',
      label: 'API token',
      type: 'password',
      required: true,
      secret: true,
      hint: 'In Admin Center, under Apps and integrations, APIs.',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://{subdomain}.zendesk.com/api/v2/users/me.json',
    auth: { scheme: 'basic', username: '{email}/token', password: '{apiToken}' },
    accepted: [200],
    refused: [401, 403, 404],
  },
  account: { proof: 'answer', id: ['/user/id'], within: ['subdomain'], label: ['/user/email', '/user/name'] },
};
