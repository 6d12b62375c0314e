import type { OAuthEntry } from '../oauth-entry.ts';

export const stripe: OAuthEntry = {
  id: 'stripe',
  name: 'Stripe',
  kind: 'oauth2',
  description: 'Payments, customers and balances of a Stripe account, through Connect.',
  initials: 'St',
  hue: 248,
  fields: [],
  oauth: {
    docsUrl: 'https://docs.stripe.com/connect/oauth-reference',
    setup:
      'Switch OAuth on in the settings of Connect and add the redirect URI. The client id starts with “ca_”; the client secret is your platform’s secret API key.',
    authorizationUrl: 'https://connect.stripe.com/oauth/authorize',
    tokenUrl: 'https://connect.stripe.com/oauth/token',
    scopes: ['read_write'],
    pkce: {
      exception:
        'Stripe’s OAuth reference for Connect names no PKCE parameters: https://docs.stripe.com/connect/oauth-reference',
    },
    tokenAuth: 'client_secret_post',
    refresh: 'reusable',
    account: {
      from: 'token',
      id: ['/stripe_user_id'],
      label: ['/stripe_user_id'],
    },
    tokenFields: {
      stripeUserId: '/stripe_user_id',
      publishableKey: '/stripe_publishable_key',
    },
  },
};
