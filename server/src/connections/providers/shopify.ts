import type { OAuthEntry } from '../oauth-entry.ts';

export const shopify: OAuthEntry = {
  id: 'shopify',
  name: 'Shopify',
  kind: 'oauth2',
  description: 'Products, orders and customers of a Shopify store.',
  initials: 'Sh',
  hue: 95,
  fields: [
    {
      name: 'shop',
      label: 'Store',
      type: 'text',
      required: true,
      secret: false,
      hint: 'The first part of your address: “acme” in acme.myshopify.com.',
      placeholder: 'acme',
      pattern: '[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?',
      maxLength: 63,
    },
  ],
  oauth: {
    docsUrl: 'https://shopify.dev/docs/apps/build/authentication-authorization/authenticate-standalone-apps',
    setup:
      'Make an app in the Dev Dashboard with the redirect URL and the access scopes that you ask for. Tokens are asked for that expire, as Shopify demands of public apps.',
    authorizationUrl: 'https://{shop}.myshopify.com/admin/oauth/authorize',
    tokenUrl: 'https://{shop}.myshopify.com/admin/oauth/access_token',
    scopes: ['read_products'],
    scopeSeparator: ',',
    pkce: {
      exception:
        'Shopify’s authorization code grant names no PKCE parameters; its callback is signed with the client secret instead: https://shopify.dev/docs/apps/build/authentication-authorization/authenticate-standalone-apps',
    },
    tokenAuth: 'client_secret_post',
    tokenParams: {
      expiring: '1',
    },
    refresh: 'rotating',
    account: {
      from: 'request',
      method: 'POST',
      url: 'https://{shop}.myshopify.com/admin/api/2025-10/graphql.json',
      credential: {
        header: 'x-shopify-access-token',
        value: '{accessToken}',
      },
      body: '{"query":"{ shop { id name } }"}',
      id: ['/data/shop/id'],
      label: ['/data/shop/name'],
    },
  },
};
