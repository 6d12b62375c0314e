import type { EmbedProvider, ProviderField } from '@inlay/shared/embed-api';
import type { ApiError } from './api/api-error.ts';
import type { FieldValues } from './api/embed-api.ts';
import type { Locale } from './i18n/locale.ts';

/** What is wrong with a form, by field name. */
export type FieldFaults = Readonly<Record<string, string>>;

/** The values as they are sent: a key that was copied with a blank at its end is the commonest of mistakes. */
export function cleanValues({ kind, fields }: Pick<EmbedProvider, 'kind' | 'fields'>, typed: FieldValues): FieldValues {
  // A password may begin or end in a blank on purpose.
  const clean = ({ name, secret }: ProviderField) => {
    const value = typed[name] ?? '';
    return kind === 'basic' && secret ? value : value.trim();
  };
  return Object.fromEntries(fields.map((field) => [field.name, clean(field)]).filter(([, value]) => value !== ''));
}

/** Checks `values` against what the provider states of its fields; the server checks again. */
export function checkFields(fields: readonly ProviderField[], values: FieldValues, locale: Locale): FieldFaults {
  const faults = fields.map((field) => [field.name, faultOf(field, values[field.name] ?? '', locale)] as const);
  return Object.fromEntries(faults.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The faults that the server found, by the field that each one's JSON Pointer (RFC 6901) names. */
export function faultsOf(error: ApiError): FieldFaults {
  const faults = error.details.filter(({ path }) => path.startsWith('/fields/'));
  const nameOf = (path: string) => path.slice('/fields/'.length).replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.fromEntries(faults.map(({ path, message }) => [nameOf(path), message]));
}

function faultOf(field: ProviderField, value: string, locale: Locale): string | undefined {
  const { text } = locale;
  if (value === '') return field.required ? text.required : undefined;
  if (value.length > field.maxLength) return text.tooLong(locale.number(field.maxLength));
  if (field.type === 'url' && !isWebAddress(value)) return text.badUrl;
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return text.badEmail;
  return field.pattern !== undefined && !matches(field.pattern, value) ? text.badPattern : undefined;
}

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}

/** A pattern that this browser cannot read refuses nobody: the server decides. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'v').test(value);
  } catch {
    return true;
  }
}
