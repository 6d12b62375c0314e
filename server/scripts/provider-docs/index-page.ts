import type { ProviderEntry } from '../../src/connections/provider-entry.ts';
import { kinds, madeFrom } from './parts.ts';

const intro = `${madeFrom('')}

# Providers

What a customer’s people can connect. Each provider has a page: what you register there, what people fill in, which scopes are asked for, and how its accounts are told apart.

- **OAuth 2.0**: people sign in at the provider, in its own window. You register a client there and give its id and secret to Inlay, as [Providers and customers](../partner-api.md#providers-and-customers) shows; until then nobody sees the provider. The redirect URI is \`https://<your Inlay>/oauth/callback/<id>\`, one for each provider.
- **API key**, **user name and password**: people fill in what the provider gave them. Before a connection is \`connected\`, the server asks the provider’s own endpoint with the credentials. These are there for all customers until you switch them off.

Some services have an entry of each kind, such as \`hubspot\` and \`hubspot-oauth\`: what is connected by one stays with it. Switch off the one that you do not want.

When somebody reconnects, the account must be the same: otherwise the answer is \`account_mismatch\` and the old credentials stay. Where a provider tells no account, its page says so, and any credentials that the provider accepts reconnect. A first try that is refused leaves no connection behind.

PKCE (RFC 7636) is used with every provider but those whose documentation has no word of it; their pages say so and name the source. Requests go out as “Outbound requests” in [security.md](../security.md#outbound-requests) states.

Each provider is one file of data in \`server/src/connections/providers/\`, checked when the server starts: it names every fault and does not start with a bad one.
`;

/** `docs/providers/README.md`. */
export function indexPage(providers: readonly ProviderEntry[]): string {
  const list = providers.map(({ id, name, kind }) => `- [${name}](${id}.md): \`${id}\`, ${kinds[kind]}\n`).join('');
  return `${intro}\n${list}`;
}
