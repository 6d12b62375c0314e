import type { KeyEntry } from '../provider-entry.ts';

export const genericBasic: KeyEntry = {
  id: 'generic-basic',
  name: 'Any user name and password',
  kind: 'basic',
  description: 'Any service with HTTP Basic sign-in: give an address that answers only to the right password.',
  initials: 'U',
  hue: 290,
  fields: [
    {
      name: 'address',
      label: 'Address to check the password at',
      type: 'url',
      required: true,
      secret: false,
      hint: 'An https address that answers 200 or 204 to a good password, and 401 or 403 to a bad one.',
      placeholder: 'https://api.example.com/me',
      maxLength: 500,
    },
    { name: 'username', label: 'User name', type: 'text', required: true, secret: false, maxLength: 254 },
    { name: 'password', label: 'Password', type: 'password', required: true, secret: true, maxLength: 1024 },
  ],
  verification: {
    method: 'GET',
    url: '{address}',
    auth: { scheme: 'basic', username: '{username}', password: '{password}' },
    accepted: [200, 204],
    refused: [401, 403],
    control: true,
  },
  account: { proof: 'fields', fields: ['address', 'username'], label: 'username' },
};
