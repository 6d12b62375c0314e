import type { KeyEntry } from '../provider-entry.ts';

export const genericApiKey: KeyEntry = {
  id: 'generic-api-key',
  name: 'Any API key',
  kind: 'api_key',
  description: 'Any service that takes a key in a header: give an address that answers only to a good one.',
  initials: 'K',
  hue: 260,
  fields: [
    {
      name: 'address',
      label: 'Address to check the key at',
      type: 'url',
      required: true,
      secret: false,
      hint: 'An https address that answers 200 or 204 to a good key, and 401 or 403 to a bad one.',
      placeholder: 'https://api.example.com/me',
      maxLength: 500,
    },
    { name: 'apiKey', label: 'API key', type: 'password', required: true, secret: true, maxLength: 2048 },
    {
      name: 'header',
      label: 'Header',
      type: 'text',
      required: false,
      secret: false,
      hint: 'Leave empty to send “Authorization: Bearer” and the key.',
      placeholder: 'X-API-Key',
      pattern: '[A-Za-z][A-Za-z0-9\\-]{0,63}',
      maxLength: 64,
    },
  ],
  verification: {
    method: 'GET',
    url: '{address}',
    auth: { scheme: 'bearer', token: '{apiKey}', headerField: 'header' },
    accepted: [200, 204],
    refused: [401, 403],
    control: true,
  },
  // Who holds the key is unknown: what is compared is the service it opens.
  account: { proof: 'fields', fields: ['address'], label: 'address' },
};
