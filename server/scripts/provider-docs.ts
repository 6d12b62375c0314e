import type { KeyEntry } from '../src/connections/provider-entry.ts';
import { providers } from '../src/connections/providers/index.ts';

const intro = `<!-- Made from server/src/connections/providers by \`pnpm docs:providers\`. Edit the entries, not this page. -->

# Providers

What a customer’s people can connect. Before a connection is \`connected\`, the server asks the provider’s own endpoint with the credentials, and finds out whose they are. When somebody reconnects, the account must be the same: otherwise the answer is \`account_mismatch\` and the old credentials stay. Where a provider tells no account, its entry says so, and any credentials that the provider accepts reconnect.

An answer of another status than those named means that the provider cannot say: \`provider_unavailable\`. Requests go out as “Outbound requests” in [security.md](security.md#outbound-requests) states.

A first try that is refused leaves no connection behind: its events say \`connecting\`, then \`error\` with the code.

Each provider is one file of data in \`server/src/connections/providers/\`, checked when the server starts: it names every fault and does not start with a bad one.
`;

const kinds = { api_key: 'API key', basic: 'user name and password' } as const;

const keyEntries = providers.filter((provider): provider is KeyEntry => provider.kind !== 'oauth2');

/** The page `docs/providers.md`, made from the catalogue. */
export function providerDocs(): string {
  const list = keyEntries.map(({ id, name, kind }) => `- [${name}](#${id}): ${kinds[kind]}\n`).join('');
  return [intro, list, ...keyEntries.map(section)].join('\n');
}

function section(provider: KeyEntry): string {
  const { id, name, description, helpUrl, fields, verification } = provider;
  const { method, url, accepted, refused, refusedWhen } = verification;
  const also =
    refusedWhen === undefined
      ? ''
      : `, and ${refusedWhen.status} whose body has ${refusedWhen.values.join(' or ')} at \`${refusedWhen.pointer}\``;
  const control =
    verification.control === true
      ? ' The address must refuse the same request without credentials, or it is refused.'
      : '';
  return `## ${id}

**${name}.** ${description}${helpUrl === undefined ? '' : ` Credentials: <${helpUrl}>.`}

${fields.map(line).join('\n')}

Asked: \`${method} ${url}\` with ${authText(provider)}. Good: ${accepted.join(', ')}. Refused: ${refused.join(', ')}${also}.${control}

Account: ${accountText(provider)}
`;
}

function line({ name, label, required, secret, hint }: KeyEntry['fields'][number]): string {
  const facts = [...(required ? [] : ['optional']), ...(secret ? ['secret'] : [])];
  const marks = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `- \`${name}\`: ${label}${marks}.${hint === undefined ? '' : ` ${hint}`}`;
}

function authText({ verification: { auth } }: KeyEntry): string {
  if (auth.scheme === 'header') return `the header \`${auth.name}: ${auth.value}\``;
  if (auth.scheme === 'basic') return `HTTP Basic \`${auth.username}:${auth.password}\``;
  const other =
    auth.headerField === undefined ? '' : `, or \`${auth.token}\` in the header that \`${auth.headerField}\` names`;
  return `\`Authorization: Bearer ${auth.token}\`${other}`;
}

function accountText({ account }: KeyEntry): string {
  if (account.proof === 'none') return `not proven. ${account.reason}`;
  if (account.proof === 'fields') return `${account.fields.map((name) => `\`${name}\``).join(' and ')}, once accepted.`;
  const within =
    account.within === undefined ? '' : ` within ${account.within.map((name) => `\`${name}\``).join(', ')}`;
  return `${account.id.map((path) => `\`${path}\``).join(' and ')} of the answer${within}.`;
}
