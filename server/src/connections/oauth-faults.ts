import type { OAuthEntry, OAuthTraits } from './oauth-entry.ts';
import { isWholeAddress, parseAddressTemplate, partsOf } from './template.ts';

/** What an entry says of OAuth that its schema cannot judge: one line for each fault. */
export function* oauthFaults(
  entry: OAuthEntry,
  faultOfAddress: (address: string) => string | undefined,
): Generator<string> {
  for (const [index, { secret, type }] of entry.fields.entries()) {
    // Secrets are the provider's to ask for, in its own window; an address of one's own would be handed the vendor's client.
    if (secret || type === 'password') yield `/fields/${index} is secret`;
    if (type === 'url') yield `/fields/${index} chooses an address`;
  }
  yield* endpointFaults(entry.oauth);
  yield* scopeFaults(entry.oauth);
  yield* settingFaults(entry);
  for (const [path, template] of addressesOf(entry.oauth)) yield* addressFaults(entry, path, template, faultOfAddress);
  yield* accountFaults(entry);
}

/** Every address of an entry, by its place in it. */
export function addressesOf(oauth: OAuthTraits): [path: string, template: string][] {
  const { issuer, authorizationUrl, tokenUrl, revocationUrl, account } = oauth;
  const found = Object.entries({ issuer, authorizationUrl, tokenUrl, revocationUrl });
  const all: [string, string | undefined][] = found.map(([name, url]) => [`/oauth/${name}`, url]);
  if (account.from === 'request') all.push(['/oauth/account/url', account.url]);
  return all.filter((one): one is [string, string] => one[1] !== undefined);
}

function* endpointFaults(oauth: OAuthTraits): Generator<string> {
  if (oauth.discovery === true) {
    if (oauth.issuer === undefined) yield '/oauth/discovery needs an issuer';
    if (oauth.authorizationUrl !== undefined || oauth.tokenUrl !== undefined) {
      yield '/oauth/discovery leaves no room for addresses';
    }
  } else if (oauth.authorizationUrl === undefined || oauth.tokenUrl === undefined) {
    yield '/oauth needs authorizationUrl and tokenUrl, or discovery';
  }
}

function* scopeFaults({ scopes, identityScopes = [], scopeSeparator = ' ', account }: OAuthTraits): Generator<string> {
  const all = [...scopes, ...identityScopes];
  for (const scope of new Set(all)) {
    if (all.filter((one) => one === scope).length > 1) yield `/oauth/scopes has ${scope} twice`;
    if (scope.includes(scopeSeparator)) yield `/oauth/scopes has a separator within ${scope}`;
  }
  if (account.from === 'id_token' && !all.includes('openid')) yield '/oauth/account needs the scope openid';
}

function* settingFaults({ fields, oauth: { settings = [] } }: OAuthEntry): Generator<string> {
  for (const [index, { name, type, values, default: preset }] of settings.entries()) {
    const path = `/oauth/settings/${index}`;
    if (settings.findIndex((other) => other.name === name) !== index) yield `${path}/name stands twice`;
    if (fields.some((field) => field.name === name)) yield `${path}/name is a field too`;
    if ((type === 'text') !== (values !== undefined)) yield `${path}/values are for text, and only for it`;
    if (preset !== undefined && values?.includes(preset) === false) yield `${path}/default is none of its values`;
  }
}

/** A part of an address names a field, in the path or as the first label of the host; or a setting, as the whole of it. */
function* addressFaults(
  { fields, oauth: { settings = [] } }: OAuthEntry,
  path: string,
  template: string,
  faultOfAddress: (address: string) => string | undefined,
): Generator<string> {
  if (isWholeAddress(template)) {
    const setting = settings.find(({ name }) => name === partsOf(template)[0]);
    if (setting?.type !== 'url') yield `${path} needs a setting of type url`;
    return;
  }
  const parsed = parseAddressTemplate(template);
  if (parsed === undefined) {
    yield `${path} is no address whose host is fixed but for its first label`;
    return;
  }
  const fault = faultOfAddress(`${parsed.scheme}://${parsed.host.replace(/^\{.*\}/, 'tenant')}${parsed.port}/`);
  if (fault !== undefined) yield `${path} ${fault}`;
  for (const name of partsOf(template)) {
    const field = fields.find((one) => one.name === name);
    if (field === undefined || field.secret) yield `${path} has no open field {${name}}`;
    else if (!field.required && field.default === undefined) yield `${path} needs {${name}}, which may be left empty`;
  }
}

function* accountFaults({ fields, oauth: { account, settings = [] } }: OAuthEntry): Generator<string> {
  for (const name of [...account.id, ...account.label].flatMap((path) => (path.startsWith('/') ? [] : partsOf(path)))) {
    const setting = settings.find((one) => one.name === name);
    if (setting?.type !== 'pointer') yield `/oauth/account needs a setting {${name}} of type pointer`;
  }
  for (const name of account.within ?? []) {
    if (!fields.some((field) => field.name === name && !field.secret))
      yield `/oauth/account names no open field ${name}`;
  }
  if (account.from !== 'request' || account.body === undefined) return;
  try {
    JSON.parse(account.body);
  } catch {
    yield '/oauth/account/body is no JSON';
  }
}
