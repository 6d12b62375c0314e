import type { OAuthEntry } from '../oauth-entry.ts';

export const mailchimpOauth: OAuthEntry = {
  id: 'mailchimp-oauth',
  name: 'Mailchimp',
  kind: 'oauth2',
  description: 'Audiences and campaigns of a Mailchimp account, as the person who connects.',
  initials: 'Mc',
  hue: 50,
  fields: [],
  oauth: {
    docsUrl: 'https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/',
    setup:
      'Under Extras, Registered apps, register an app with the redirect URI. Mailchimp has no scopes, and its tokens do not expire.',
    authorizationUrl: 'https://login.mailchimp.com/oauth2/authorize',
    tokenUrl: 'https://login.mailchimp.com/oauth2/token',
    scopes: [],
    pkce: {
      exception:
        'Mailchimp’s guide to OAuth names no PKCE parameters: https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/',
    },
    tokenAuth: 'client_secret_post',
    refresh: 'none',
    account: {
      from: 'request',
      method: 'GET',
      url: 'https://login.mailchimp.com/oauth2/metadata',
      credential: {
        header: 'authorization',
        value: 'OAuth {accessToken}',
      },
      id: ['/user_id'],
      label: ['/accountname', '/login/email'],
    },
    accountFields: {
      dataCentre: '/dc',
      apiEndpoint: '/api_endpoint',
    },
  },
};
