import type { KeyEntry } from '../provider-entry.ts';

export const sendgrid: KeyEntry = {
  id: 'sendgrid',
  name: 'SendGrid',
  kind: 'api_key',
  description: 'Transactional mail and marketing lists of a Twilio SendGrid account.',
  initials: 'Sg',
  hue: 200,
  helpUrl: 'https://app.sendgrid.com/settings/api_keys',
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      type: 'password',
      required: true,
      secret: true,
      hint: 'Starts with “SG.”. Accounts of the EU region are not reached.',
      pattern: 'SG\\.[A-Za-z0-9_\\-]+\\.[A-Za-z0-9_\\-]+',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://api.sendgrid.com/v3/scopes',
    auth: { scheme: 'bearer', token: '{apiKey}' },
    accepted: [200],
    refused: [401, 403],
    expects: '/scopes',
  },
  account: {
    proof: 'none',
    reason: 'A restricted key may read its own scopes, but no endpoint that names the account.',
  },
};
