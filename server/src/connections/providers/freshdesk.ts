import type { KeyEntry } from '../provider-entry.ts';

export const freshdesk: KeyEntry = {
  id: 'freshdesk',
  name: 'Freshdesk',
  kind: 'api_key',
  description: 'Tickets, contacts and companies of a Freshdesk help desk.',
  initials: 'Fd',
  hue: 140,
  helpUrl: 'https://support.freshdesk.com/support/solutions/articles/215517',
  fields: [
    {
      name: 'subdomain',
      label: 'Subdomain',
      type: 'text',
      required: true,
      secret: false,
      hint: 'The first part of your address: “acme” in acme.freshdesk.com.',
      placeholder: 'acme',
      pattern: '[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?',
      maxLength: 63,
    },
    {
      name: 'apiKey',
      label: 'API key',
      type: 'password',
      required: true,
      secret: true,
      hint: 'In your profile settings, under “View API key”.',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://{subdomain}.freshdesk.com/api/v2/agents/me',
    auth: { scheme: 'basic', username: '{apiKey}', password: 'X' },
    accepted: [200],
    refused: [401, 403, 404],
  },
  account: { proof: 'answer', id: ['/id'], within: ['subdomain'], label: ['/contact/email', '/contact/name'] },
};
