import type { KeyEntry } from '../provider-entry.ts';

export const brevo: KeyEntry = {
  id: 'brevo',
  name: 'Brevo',
  kind: 'api_key',
  description: 'Contacts, campaigns and transactional mail of a Brevo account.',
  initials: 'Br',
  hue: 155,
  helpUrl: 'https://app.brevo.com/settings/keys/api',
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      type: 'password',
      required: true,
      secret: true,
      hint: 'A key of the v3 API; it starts with “xkeysib-”.',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://api.brevo.com/v3/account',
    auth: { scheme: 'header', name: 'api-key', value: '{apiKey}' },
    accepted: [200],
    refused: [401, 403],
  },
  account: { proof: 'answer', id: ['/organization_id'], label: ['/companyName', '/email'] },
};
