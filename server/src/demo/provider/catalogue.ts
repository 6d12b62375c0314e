import type { ProviderEntry } from '../../connections/provider-entry.ts';

/** Id of the service that one authorises in its own window. */
export const calendarId = 'acme-calendar';

/** The demo's provider as the catalogue describes it: one service with API keys, one with user names and passwords, one by OAuth. */
export function demoProviders(origin: string): readonly ProviderEntry[] {
  return [
    {
      id: calendarId,
      name: 'Acme Calendar',
      kind: 'oauth2',
      description: 'Delivery slots in the calendar that your team looks at.',
      initials: 'AC',
      hue: 165,
      fields: [],
      oauth: {
        docsUrl: 'https://www.rfc-editor.org/rfc/rfc6749',
        setup: 'The demo registers Tidewater’s app at Acme and gives its id and secret to Inlay when it starts.',
        issuer: origin,
        authorizationUrl: `${origin}/oauth/authorize`,
        tokenUrl: `${origin}/oauth/token`,
        revocationUrl: `${origin}/oauth/revoke`,
        scopes: ['calendar.read', 'calendar.write'],
        pkce: 'S256',
        tokenAuth: 'client_secret_basic',
        refresh: 'rotating',
        account: {
          from: 'request',
          method: 'GET',
          url: `${origin}/calendar/api/account`,
          id: ['/id'],
          label: ['/email'],
        },
      },
    },
    {
      id: 'acme-mail',
      name: 'Acme Mail',
      kind: 'api_key',
      description: 'Shipping updates to your customers, sent from your own Acme Mail account.',
      initials: 'AM',
      hue: 262,
      fields: [
        {
          name: 'apiKey',
          label: 'API key',
          type: 'password',
          required: true,
          secret: true,
          hint: `Copy one from Acme’s account page at ${origin}.`,
          maxLength: 200,
        },
      ],
      verification: {
        method: 'GET',
        url: `${origin}/api/account`,
        auth: { scheme: 'bearer', token: '{apiKey}' },
        accepted: [200],
        refused: [401, 403],
      },
      account: { proof: 'answer', id: ['/id'], label: ['/email'] },
    },
    {
      id: 'acme-warehouse',
      name: 'Acme Warehouse',
      kind: 'basic',
      description: 'Stock and pick lists of a warehouse that Acme runs for you.',
      initials: 'AW',
      hue: 28,
      fields: [
        { name: 'username', label: 'User name', type: 'text', required: true, secret: false, maxLength: 100 },
        {
          name: 'password',
          label: 'Password',
          type: 'password',
          required: true,
          secret: true,
          hint: `Both stand on Acme’s account page at ${origin}.`,
          maxLength: 200,
        },
      ],
      verification: {
        method: 'GET',
        url: `${origin}/warehouse/api/account`,
        auth: { scheme: 'basic', username: '{username}', password: '{password}' },
        accepted: [200],
        refused: [401, 403],
      },
      account: { proof: 'answer', id: ['/id'], label: ['/email'] },
    },
  ];
}
