import type { KeyEntry } from '../provider-entry.ts';

export const notion: KeyEntry = {
  id: 'notion',
  name: 'Notion',
  kind: 'api_key',
  description: 'Pages and databases that were shared with an internal connection of Notion.',
  initials: 'No',
  hue: 28,
  helpUrl: 'https://www.notion.so/profile/integrations',
  fields: [
    {
      name: 'token',
      label: 'Internal token',
      type: 'password',
      required: true,
      secret: true,
      hint: 'Starts with “ntn_” or “secret_”.',
      pattern: '(?:ntn_|secret_)[A-Za-z0-9]+',
      maxLength: 200,
    },
  ],
  verification: {
    method: 'GET',
    url: 'https://api.notion.com/v1/users/me',
    auth: { scheme: 'bearer', token: '{token}' },
    headers: { 'notion-version': '2022-06-28' },
    accepted: [200],
    refused: [401, 403],
  },
  // The bot is one of its workspace alone: another workspace, or another integration, has another.
  account: { proof: 'answer', id: ['/id'], label: ['/bot/workspace_name', '/name'] },
};
