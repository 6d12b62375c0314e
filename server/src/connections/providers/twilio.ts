import type { KeyEntry } from '../provider-entry.ts';

export const twilio: KeyEntry = {
  id: 'twilio',
  name: 'Twilio',
  kind: 'basic',
  description: 'Messages, calls and numbers of a Twilio account.',
  initials: 'Tw',
  hue: 350,
  helpUrl: 'https://console.twilio.com/',
  fields: [
    {
      name: 'accountSid',
      label: 'Account SID',
      type: 'text',
      required: true,
      secret: false,
      hint: 'On the first page of the console; it starts with “AC”.',
      placeholder: 'AC…',
      pattern: 'AC[0-9a-fA-F]{32}',
      maxLength: 34,
    },
    {
      name: 'authToken',
      label: 'Auth token',
      type: 'password',
      required: true,
      secret: true,
      hint: 'Beside the Account SID.',
      maxLength: 100,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://api.twilio.com/2010-04-01/Accounts/{accountSid}.json',
    auth: { scheme: 'basic', username: '{accountSid}', password: '{authToken}' },
    accepted: [200],
    refused: [401, 403, 404],
  },
  account: { proof: 'answer', id: ['/sid'], label: ['/friendly_name', '/sid'] },
};
