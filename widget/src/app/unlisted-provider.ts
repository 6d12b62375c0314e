import type { EmbedProvider } from '@inlay/shared/embed-api';

/** Stands for a provider that is no longer on offer, where there is still a connection to it. */
export function unlistedProvider(id: string): EmbedProvider {
  return { id, name: id, kind: 'api_key', description: '', initials: id.slice(0, 2), hue: 0, fields: [] };
}
