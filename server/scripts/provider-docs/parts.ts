import type { ProviderEntry } from '../../src/connections/provider-entry.ts';

/** Says on each page where it comes from. */
export function madeFrom(file: string): string {
  return `<!-- Made from server/src/connections/providers${file} by \`pnpm docs:providers\`. Edit the entry, not this page. -->`;
}

/** Names as code, one after the other. */
export function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** How an entry's kind is called. */
export const kinds = { oauth2: 'OAuth 2.0', api_key: 'API key', basic: 'user name and password' } as const;

/** What people fill in, as a list; a sentence where there is nothing. */
export function fieldList({ fields }: ProviderEntry): string {
  if (fields.length === 0) return 'Nothing: the provider asks for everything itself.';
  return fields
    .map(({ name, label, required, secret, default: preset, hint }) => {
      const facts = [
        ...(required ? [] : ['optional']),
        ...(secret ? ['secret'] : []),
        ...(preset === undefined ? [] : [`\`${preset}\` if left empty`]),
      ];
      const marks = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
      return `- \`${name}\`: ${label}${marks}.${hint === undefined ? '' : ` ${hint}`}`;
    })
    .join('\n');
}
