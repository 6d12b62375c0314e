import type { KeyEntry } from '../provider-entry.ts';

export const pipedrive: KeyEntry = {
  id: 'pipedrive',
  name: 'Pipedrive',
  kind: 'api_key',
  description: 'Deals, persons and organisations of a Pipedrive company.',
  initials: 'Pd',
  hue: 130,
  helpUrl: 'https://pipedrive.readme.io/docs/how-to-find-the-api-token',
  fields: [
    {
      name: 'apiToken',
      label: 'Personal API token',
      type: 'password',
      required: true,
      secret: true,
      hint: 'In Pipedrive, under Personal preferences, API.',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://api.pipedrive.com/v1/users/me',
    auth: { scheme: 'header', name: 'x-api-token', value: '{apiToken}' },
    accepted: [200],
    refused: [401, 403],
  },
  account: { proof: 'answer', id: ['/data/company_id', '/data/id'], label: ['/data/company_name', '/data/name'] },
};
