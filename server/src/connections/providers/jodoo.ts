import type { KeyEntry } from '../provider-entry.ts';

export const jodoo: KeyEntry = {
  id: 'jodoo',
  name: 'Jodoo',
  kind: 'api_key',
  description: 'Apps, forms and records of a Jodoo business.',
  initials: 'Jo',
  hue: 172,
  helpUrl: 'https://help.jodoo.com/open/11261',
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      type: 'password',
      required: true,
      secret: true,
      hint: 'In Jodoo, under Open Platform, API Key. Give it the apps it is meant to reach.',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'POST',
    url: 'https://api.jodoo.com/api/v5/app/list',
    auth: { scheme: 'bearer', token: '{apiKey}' },
    body: '{"limit":1,"skip":0}',
    accepted: [200],
    refused: [401, 403],
    // Jodoo answers every failure with 400 and a number: these two say that the key is not good; 8303 and 8304 are rate limits.
    refusedWhen: { status: 400, pointer: '/code', values: [8301, 17018] },
    expects: '/apps',
  },
  account: {
    proof: 'none',
    reason: 'Jodoo’s API tells no id of the business that a key belongs to, and the list of apps changes.',
  },
};
