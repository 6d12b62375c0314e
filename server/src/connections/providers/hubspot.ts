import type { KeyEntry } from '../provider-entry.ts';

export const hubspot: KeyEntry = {
  id: 'hubspot',
  name: 'HubSpot',
  kind: 'api_key',
  description: 'Contacts, companies and deals of a HubSpot account, through a private app.',
  initials: 'Hs',
  hue: 14,
  helpUrl: 'https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview',
  fields: [
    {
      name: 'token',
      label: 'Access token of a private app',
      type: 'password',
      required: true,
      secret: true,
      hint: 'Starts with “pat-”.',
      pattern: 'pat-[a-z0-9\\-]{10,}',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://api.hubapi.com/account-info/v3/details',
    auth: { scheme: 'bearer', token: '{token}' },
    accepted: [200],
    refused: [401, 403],
  },
  account: { proof: 'answer', id: ['/portalId'], label: ['/portalId'] },
};
