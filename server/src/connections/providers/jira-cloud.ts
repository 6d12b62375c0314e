import type { KeyEntry } from '../provider-entry.ts';

export const jiraCloud: KeyEntry = {
  id: 'jira-cloud',
  name: 'Jira Cloud',
  kind: 'basic',
  description: 'Projects and issues of a Jira site in Atlassian’s cloud.',
  initials: 'Ji',
  hue: 216,
  helpUrl: 'https://id.atlassian.com/manage-profile/security/api-tokens',
  fields: [
    {
      name: 'site',
      label: 'Site',
      type: 'text',
      required: true,
      secret: false,
      hint: 'The first part of your address: “acme” in acme.atlassian.net.',
      placeholder: 'acme',
      pattern: '[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?',
      maxLength: 63,
    },
    { name: 'email', label: 'Email', type: 'email', required: true, secret: false, maxLength: 254 },
    {
      name: 'apiToken',
      label: 'API token',
      type: 'password',
      required: true,
      secret: true,
      hint: 'A token without scopes; tokens with scopes are not accepted at the site’s own address.',
      maxLength: 500,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://{site}.atlassian.net/rest/api/3/myself',
    auth: { scheme: 'basic', username: '{email}', password: '{apiToken}' },
    accepted: [200],
    refused: [401, 403, 404],
  },
  account: { proof: 'answer', id: ['/accountId'], within: ['site'], label: ['/emailAddress', '/displayName'] },
};
