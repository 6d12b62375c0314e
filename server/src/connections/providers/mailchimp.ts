import type { KeyEntry } from '../provider-entry.ts';

export const mailchimp: KeyEntry = {
  id: 'mailchimp',
  name: 'Mailchimp',
  kind: 'api_key',
  description: 'Audiences and campaigns of a Mailchimp account.',
  initials: 'Mc',
  hue: 50,
  helpUrl: 'https://mailchimp.com/help/about-api-keys/',
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      type: 'password',
      required: true,
      secret: true,
      hint: 'With the data centre at its end, such as “-us21”.',
      pattern: '[A-Za-z0-9]+-[a-z]{2,4}[0-9]{1,3}',
      maxLength: 200,
    },
  ],
  derived: { dataCentre: { field: 'apiKey', pattern: '-([a-z]{2,4}[0-9]{1,3})$' } },
  verification: {
    method: 'GET',
    url: 'https://{dataCentre}.api.mailchimp.com/3.0/',
    auth: { scheme: 'basic', username: 'inlay', password: '{apiKey}' },
    accepted: [200],
    refused: [401, 403],
  },
  account: { proof: 'answer', id: ['/account_id'], label: ['/account_name', '/email'] },
};
