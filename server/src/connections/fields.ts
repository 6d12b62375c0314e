import { InlayError } from '@inlay/shared';
import type { ErrorDetail } from '@inlay/shared';
import { addressesOf as oauthAddresses } from './oauth-faults.ts';
import type { KeyEntry, ProviderEntry } from './provider-entry.ts';
import { isDotSegment, isWholeAddress, partsOf } from './template.ts';

/** The fields of a provider's form as somebody filled them in, checked. */
export interface FieldValues {
  /** Every value by name, derived ones included: what templates are filled from. */
  readonly all: ReadonlyMap<string, string>;
  /** The values that may be shown again. */
  readonly open: Readonly<Record<string, string>>;
  /** The values that are sealed. */
  readonly secret: Readonly<Record<string, string>>;
}

/** First label of a host name (RFC 1123 §2.1), in lower case. */
const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const emailForm = /^[^\s@]+@[^\s@]+$/;
/** Headers that steer the connection or the request itself. */
const reservedHeaders =
  /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-.*|expect|cookie|accept-encoding|user-agent)$/i;

/**
 * Checks what was filled in against the provider's fields. Throws `fields_invalid` that names every faulty field, and
 * none of the values.
 */
export function readFields(
  provider: ProviderEntry,
  input: Readonly<Record<string, string>>,
  faultOfAddress: (address: string) => string | undefined,
): FieldValues {
  const details: ErrorDetail[] = [];
  const fault = (name: string, message: string): void =>
    void details.push({ path: `/fields/${pointerSegment(name)}`, message });
  const known = new Set(provider.fields.map(({ name }) => name));
  for (const name of Object.keys(input)) if (!known.has(name)) fault(name, 'is not known here');

  const values = new Map<string, string>();
  for (const field of provider.fields) {
    const given = Object.hasOwn(input, field.name) ? (input[field.name] ?? '') : '';
    // A password may begin or end with a blank; a key never does, but a copied one often.
    const value = (field.secret && provider.kind === 'basic' ? given : given.trim()) || (field.default ?? '');
    if (value === '') {
      if (field.required) fault(field.name, 'is required');
      continue;
    }
    const message = faultOfField(provider, field, value, faultOfAddress);
    if (message !== undefined) fault(field.name, message);
    values.set(field.name, value);
  }
  const derived = provider.kind === 'oauth2' ? {} : (provider.derived ?? {});
  for (const [name, { field, pattern }] of Object.entries(derived)) {
    const part = new RegExp(pattern, 'v').exec(values.get(field) ?? '')?.[1];
    if (part !== undefined) values.set(name, part);
    else if (details.length === 0) fault(field, 'is not of the expected form');
  }
  if (details.length > 0) throw new InlayError('fields_invalid', { details });
  const kept = (secret: boolean): Record<string, string> =>
    Object.fromEntries(
      provider.fields
        .filter((field) => field.secret === secret && values.has(field.name))
        .map(({ name }) => [name, values.get(name) ?? '']),
    );
  return { all: values, open: kept(false), secret: kept(true) };
}

/** Why `value` cannot stand in a field, for a person to read. */
export function faultOfField(
  provider: ProviderEntry,
  field: ProviderEntry['fields'][number],
  value: string,
  faultOfAddress: (address: string) => string | undefined,
): string | undefined {
  if (value.length > field.maxLength) return `is longer than ${field.maxLength} characters`;
  if (/\p{Cc}/u.test(value) || !value.isWellFormed()) return 'holds characters that cannot be sent';
  if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern})$`, 'v').test(value)) {
    return 'is not of the expected form';
  }
  if (field.type === 'email' && !emailForm.test(value)) return 'is no email address';
  if (field.type === 'url') {
    const fault = faultOfAddress(value);
    if (fault !== undefined) return fault;
  }
  // The only place where a part of a host is filled in, and it can be nothing but one label of it.
  const isHostLabel = addressesOf(provider).some((url) => !isWholeAddress(url) && url.includes(`//{${field.name}}`));
  if (isHostLabel && !hostLabel.test(value.toLowerCase())) return 'is not of the expected form';
  const isInAddress = addressesOf(provider).some((url) => partsOf(url).includes(field.name));
  if (isInAddress && isDotSegment(value)) return 'is not of the expected form';
  return provider.kind === 'oauth2' ? undefined : faultOfCredential(provider, field.name, value);
}

function addressesOf(provider: ProviderEntry): string[] {
  if (provider.kind !== 'oauth2') return [provider.verification.url];
  return oauthAddresses(provider.oauth).map(([, template]) => template);
}

function faultOfCredential({ verification: { auth } }: KeyEntry, name: string, value: string): string | undefined {
  const isPartOf = (template: string): boolean => partsOf(template).includes(name);
  if (auth.scheme === 'basic') {
    // RFC 7617 §2: the first colon ends the user name.
    return isPartOf(auth.username) && value.includes(':') ? 'must hold no colon' : undefined;
  }
  if (auth.scheme === 'bearer' && auth.headerField === name && reservedHeaders.test(value)) {
    return 'names a header that may not be set';
  }
  const credential = auth.scheme === 'bearer' ? auth.token : auth.value;
  return isPartOf(credential) && !/^[!-~]+$/.test(value) ? 'holds characters that cannot be sent' : undefined;
}

/** A segment of a JSON Pointer (RFC 6901 §3), cut to a length that can be echoed. */
function pointerSegment(name: string): string {
  return name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
}
