import type { KeyEntry } from '../../src/connections/provider-entry.ts';
import { fieldList, kinds, madeFrom } from './parts.ts';

/** The page of a provider that takes credentials. */
export function keyPage(provider: KeyEntry): string {
  const { id, name, kind, description, helpUrl } = provider;
  return `${madeFrom(`/${id}.ts`)}

# ${name}

${description} Id \`${id}\`, ${kinds[kind]}.

## What people fill in

${fieldList(provider)}
${helpUrl === undefined ? '' : `\nWhere they find it: <${helpUrl}>.\n`}
## How it is checked

${checkText(provider)}

Account: ${accountText(provider)}
`;
}

function checkText({ verification }: KeyEntry): string {
  const { method, url, auth, accepted, refused, refusedWhen } = verification;
  const also =
    refusedWhen === undefined
      ? ''
      : `, and ${refusedWhen.status} whose body has ${refusedWhen.values.join(' or ')} at \`${refusedWhen.pointer}\``;
  const control =
    verification.control === true
      ? ' The address must refuse the same request without credentials, or it is refused.'
      : '';
  const asked = `Asked: \`${method} ${url}\` with ${authText(auth)}. Good: ${accepted.join(', ')}. Refused: ${refused.join(', ')}${also}.`;
  return `${asked} An answer of another status means that the provider cannot say: \`provider_unavailable\`.${control}`;
}

function authText(auth: KeyEntry['verification']['auth']): string {
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
