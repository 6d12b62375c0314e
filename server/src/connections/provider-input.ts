import { InlayError } from '@inlay/shared';
import type { ErrorDetail } from '@inlay/shared';
import { faultOfField } from './fields.ts';
import type { OAuthTraits } from './oauth-entry.ts';
import type { ProviderEntry } from './provider-entry.ts';
import type { FieldModes } from './provider-settings.ts';
import { parseAddressTemplate } from './template.ts';

/** What a vendor sets for a provider; what is not given stays as it is. */
export interface ProviderInput {
  readonly clientId?: string | null;
  readonly clientSecret?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly settings?: Readonly<Record<string, string>>;
  readonly fields?: FieldModes;
  readonly enabled?: boolean;
}

/** What a vendor sets for a provider of one customer; what is not given stays as it is. */
export interface CustomerProviderInput {
  readonly allowed?: boolean;
  readonly scopes?: readonly string[] | null;
  readonly fields?: FieldModes;
}

/** RFC 6749 §3.3. */
const isScope = /^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/;

type FaultOfAddress = (address: string) => string | undefined;

/** Checks what is set against the entry of the provider. Throws `request_invalid` with every fault, and no value. */
export function checkProviderInput(
  entry: ProviderEntry,
  input: ProviderInput | CustomerProviderInput,
  faultOfAddress: FaultOfAddress,
): void {
  const details = [...faultsOf(entry, input, faultOfAddress)];
  if (details.length > 0) throw new InlayError('request_invalid', { details });
}

function* faultsOf(
  entry: ProviderEntry,
  input: ProviderInput & CustomerProviderInput,
  faultOfAddress: FaultOfAddress,
): Generator<ErrorDetail> {
  for (const [name, { value }] of Object.entries(input.fields ?? {})) {
    const path = `/fields/${name}`;
    const field = entry.fields.find((one) => one.name === name);
    if (field === undefined) yield { path, message: 'is no field of this provider' };
    else if (field.secret) yield { path, message: 'is secret: only the person who connects may fill it in' };
    else {
      const message = faultOfField(entry, field, value, faultOfAddress);
      if (message !== undefined) yield { path: `${path}/value`, message };
    }
  }
  if (entry.kind === 'oauth2') {
    yield* oauthFaults(entry.oauth, input, faultOfAddress);
    return;
  }
  for (const name of ['clientId', 'clientSecret', 'scopes', 'settings'] as const) {
    const message = 'is for providers that authorise by OAuth alone';
    if (input[name] !== undefined) yield { path: `/${name}`, message };
  }
}

function* oauthFaults(
  { scopeSeparator = ' ', settings = [] }: OAuthTraits,
  input: ProviderInput,
  faultOfAddress: FaultOfAddress,
): Generator<ErrorDetail> {
  if (input.clientId !== undefined && input.clientId !== null && !/^[ -~]{1,512}$/.test(input.clientId)) {
    yield { path: '/clientId', message: 'holds characters that cannot be sent' };
  }
  for (const [index, scope] of (input.scopes ?? []).entries()) {
    const path = `/scopes/${index}`;
    if (!isScope.test(scope)) yield { path, message: 'is no scope' };
    if (scope.includes(scopeSeparator)) yield { path, message: 'holds the character that separates scopes' };
    if (input.scopes?.indexOf(scope) !== index) yield { path, message: 'stands twice' };
  }
  for (const [name, value] of Object.entries(input.settings ?? {})) {
    const path = `/settings/${name}`;
    const setting = settings.find((one) => one.name === name);
    const message =
      setting === undefined ? 'is no setting of this provider' : faultOfSetting(setting, value, faultOfAddress);
    if (message !== undefined) yield { path, message };
  }
}

function faultOfSetting(
  { type, values = [] }: NonNullable<OAuthTraits['settings']>[number],
  value: string,
  faultOfAddress: FaultOfAddress,
): string | undefined {
  if (type === 'text') return values.includes(value) ? undefined : `must be one of ${values.join(', ')}`;
  if (type === 'pointer') return /^(?:\/[^/]+)+$/.test(value) ? undefined : 'is no JSON Pointer';
  const fault = faultOfAddress(value);
  if (fault !== undefined) return fault;
  // Braces would be parts of a template; beyond that the form is that of the catalogue's own addresses.
  return /[{}]/.test(value) || parseAddressTemplate(value) === undefined
    ? 'is no plain address: a host name and a path without braces'
    : undefined;
}
