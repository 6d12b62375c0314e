import type { KeyEntry } from '../provider-entry.ts';

export const airtable: KeyEntry = {
  id: 'airtable',
  name: 'Airtable',
  kind: 'api_key',
  description: 'Bases, tables and records of an Airtable workspace.',
  initials: 'At',
  hue: 42,
  helpUrl: 'https://airtable.com/create/tokens',
  fields: [
    {
      name: 'token',
      label: 'Personal access token',
      type: 'password',
      required: true,
      secret: true,
      hint: 'Starts with “pat”. Add the scope user.email:read to see the account’s address here.',
      pattern: 'pat[A-Za-z0-9.]{10,}',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://api.airtable.com/v0/meta/whoami',
    auth: { scheme: 'bearer', token: '{token}' },
    accepted: [200],
    refused: [401, 403],
  },
  account: { proof: 'answer', id: ['/id'], label: ['/email', '/id'] },
};
