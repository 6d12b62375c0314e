import { hasShape } from './entry-shape.ts';
import { oauthFaults } from './oauth-faults.ts';
import type { KeyEntry, ProviderEntry } from './provider-entry.ts';
import { isWholeAddress, parseAddressTemplate, partsOf } from './template.ts';

/** A catalogue that does not hold. `faults` has one line for each. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** The providers that may be connected, by id, in the order in which people see them. */
export type Catalogue = ReadonlyMap<string, ProviderEntry>;

/**
 * Checks every entry and puts them together. `faultOfAddress` says why an address could not be called, as the outbound client
 * would. Throws a CatalogueError that lists every fault of every entry: a server with a bad catalogue does not start.
 */
export function loadCatalogue(
  entries: readonly ProviderEntry[],
  faultOfAddress: (address: string) => string | undefined,
): Catalogue {
  const faults: string[] = [];
  const catalogue = new Map<string, ProviderEntry>();
  for (const [index, entry] of entries.entries()) {
    const name = typeof entry?.id === 'string' ? entry.id : `number ${index + 1}`;
    const found = [...faultsOf(entry, faultOfAddress)];
    if (found.length === 0 && catalogue.has(entry.id)) found.push('/id stands twice');
    faults.push(...found.map((fault) => `provider ${name}: ${fault}`));
    catalogue.set(name, entry);
  }
  if (faults.length > 0) throw new CatalogueError(faults);
  return catalogue;
}

function* faultsOf(entry: ProviderEntry, faultOfAddress: (address: string) => string | undefined): Generator<string> {
  if (!hasShape(entry)) {
    for (const { instancePath, keyword, message = 'does not hold' } of hasShape.errors ?? []) {
      // That one of the two kinds of entry does not hold is said by its own faults.
      if (keyword === 'if') continue;
      yield `${instancePath === '' ? '/' : instancePath} ${message}`;
    }
    return;
  }
  yield* fieldFaults(entry);
  if (entry.kind === 'oauth2') {
    yield* oauthFaults(entry, faultOfAddress);
    return;
  }
  if (!entry.fields.some(({ secret }) => secret)) yield '/fields has no secret';
  yield* referenceFaults(entry);
  yield* addressFaults(entry, faultOfAddress);
  if (entry.verification.body !== undefined && !isJson(entry.verification.body)) {
    yield '/verification/body is no JSON';
  }
}

function* fieldFaults({ fields }: ProviderEntry): Generator<string> {
  for (const [index, field] of fields.entries()) {
    const path = `/fields/${index}`;
    if (fields.findIndex(({ name }) => name === field.name) !== index) yield `${path}/name stands twice`;
    if (field.secret !== (field.type === 'password')) yield `${path}/type must be password for a secret, and only then`;
    if (field.pattern !== undefined && !isPattern(field.pattern)) yield `${path}/pattern is no regular expression`;
    if (field.secret && field.default !== undefined) yield `${path}/default stands for a secret`;
  }
}

/** Every name that a template, a derivation or the account uses must be there; secrets stay out of addresses and labels. */
function* referenceFaults({ fields, derived = {}, verification, account }: KeyEntry): Generator<string> {
  const names = new Set([...fields.map(({ name }) => name), ...Object.keys(derived)]);
  const open = new Set(fields.filter(({ secret }) => !secret).map(({ name }) => name));
  for (const [name, { field, pattern }] of Object.entries(derived)) {
    if (open.has(name) || fields.some((one) => one.name === name)) yield `/derived/${name} is a field too`;
    if (!fields.some((one) => one.name === field)) yield `/derived/${name}/field names no field`;
    if (!isPattern(pattern)) yield `/derived/${name}/pattern is no regular expression`;
  }
  const { auth } = verification;
  const templates =
    auth.scheme === 'basic' ? [auth.username, auth.password] : [auth.scheme === 'bearer' ? auth.token : auth.value];
  for (const name of templates.flatMap(partsOf))
    if (!names.has(name)) yield `/verification/auth has no field {${name}}`;
  if (auth.scheme === 'bearer' && auth.headerField !== undefined && !open.has(auth.headerField)) {
    yield '/verification/auth/headerField names no open field';
  }
  for (const name of partsOf(verification.url)) {
    if (!open.has(name) && !Object.hasOwn(derived, name)) yield `/verification/url has no open field {${name}}`;
  }
  const compared =
    account.proof === 'answer'
      ? (account.within ?? [])
      : account.proof === 'fields'
        ? [...account.fields, account.label]
        : [];
  for (const name of compared) if (!open.has(name)) yield `/account names no open field ${name}`;
}

function* addressFaults(
  { fields, verification: { url } }: KeyEntry,
  faultOfAddress: (address: string) => string | undefined,
): Generator<string> {
  if (isWholeAddress(url)) {
    const [name] = partsOf(url);
    if (fields.find((field) => field.name === name)?.type !== 'url')
      yield '/verification/url needs a field of type url';
    return;
  }
  const parsed = parseAddressTemplate(url);
  if (parsed === undefined) {
    yield '/verification/url is no address whose host is fixed but for its first label';
    return;
  }
  const fault = faultOfAddress(`${parsed.scheme}://${parsed.host.replace(/^\{.*\}/, 'tenant')}${parsed.port}/`);
  if (fault !== undefined) yield `/verification/url ${fault}`;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`, 'v') instanceof RegExp;
  } catch {
    return false;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
