import { InlayError, isLoopbackHost } from '@inlay/shared';
import type { ErrorDetail } from '@inlay/shared';
import { checkEmbeddingOrigins } from '../accounts/embedding-origins.ts';
import type { Reference } from '@inlay/shared';
import type { MappingPolicy } from './types.ts';
import { isIdentityText } from './types.ts';
import { isTrusted, parseTrustedDomains } from './trusted-domains.ts';

/** What is stated of a new integration; what is left out takes its default. */
export interface IntegrationInput extends IntegrationChange {
  readonly customer: Reference;
  readonly name: string;
  readonly suiteId: string;
  readonly suiteSecret: string;
  readonly authorizationUrl: string;
  readonly trustedDomains: string;
}

/** What may be changed of an integration; the customer stays. */
export interface IntegrationChange {
  readonly name?: string;
  readonly suiteId?: string;
  /** Kept sealed, and told to nobody but Jodoo. */
  readonly suiteSecret?: string;
  readonly authorizationUrl?: string;
  readonly apiBase?: string;
  /** Bare hosts with commas and without blanks. */
  readonly trustedDomains?: string;
  readonly tenantIds?: readonly string[];
  readonly frameOrigins?: readonly string[];
  readonly applicationUrl?: string | null;
  readonly contact?: string | null;
  readonly enabled?: boolean;
  readonly mappingPolicy?: MappingPolicy;
}

/** Says why a server's address would be refused; `undefined` where it would not. */
export type FaultOfAddress = (address: string) => string | undefined;

const addressMaxLength = 2_000;
const tenantsMax = 100;
/** What the authorization address gets from us. */
const ownParameters = ['app_id', 'state', 'redirect_uri'];

/**
 * Checks what is stated of an integration. `trustedDomains` is the list that will hold. Throws `request_invalid` and
 * `embedding_origin_invalid` with every fault; a list of trusted domains that is written wrongly comes back corrected.
 */
export function checkIntegration(
  input: IntegrationChange,
  trustedDomains: string,
  applicationUrl: string | null,
  faultOfAddress: FaultOfAddress,
): void {
  const { authorizationUrl, apiBase, tenantIds = [] } = input;
  const details: ErrorDetail[] = [];
  const note = (path: string, message: string | undefined): void => {
    if (message !== undefined) details.push({ path, message });
  };
  const list = parseTrustedDomains(trustedDomains);
  if (!list.ok) note('/trustedDomains', list.message);
  if (authorizationUrl !== undefined) note('/authorizationUrl', authorizationFault(authorizationUrl, faultOfAddress));
  if (apiBase !== undefined) note('/apiBase', baseFault(apiBase, faultOfAddress));
  if (applicationUrl !== null) {
    const fault = pageFault(applicationUrl);
    note('/applicationUrl', fault);
    if (fault === undefined && list.ok && !isTrusted(list.domains, applicationUrl)) {
      note('/applicationUrl', 'must have a host that is one of the trusted domains');
    }
  }
  if (tenantIds.length > tenantsMax) note('/tenantIds', `holds more than ${tenantsMax} ids`);
  for (const [index, id] of tenantIds.entries()) {
    if (!isIdentityText(id)) note(`/tenantIds/${index}`, 'is no id of a tenant');
    else if (tenantIds.indexOf(id) !== index) note(`/tenantIds/${index}`, 'stands twice');
  }
  if (details.length > 0) throw new InlayError('request_invalid', { details });
  checkEmbeddingOrigins(input.frameOrigins ?? [], 'frameOrigins');
}

/** An address that browsers go to: https, or on this machine. */
function pageFault(address: string): string | undefined {
  const url = address.length <= addressMaxLength && URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'must be an https:// address';
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) return 'must be an https:// address';
  if (url.username !== '' || url.password !== '') return 'must hold no user or password';
  return url.hash === '' && !address.includes('#') ? undefined : 'must hold no fragment';
}

function authorizationFault(address: string, faultOfAddress: FaultOfAddress): string | undefined {
  // A host that the operator allows for calls is allowed for browsers, too.
  const fault = pageFault(address);
  if (fault !== undefined && !(fault.endsWith('address') && faultOfAddress(address) === undefined)) return fault;
  const taken = ownParameters.find((name) => new URL(address).searchParams.has(name));
  return taken === undefined ? undefined : `must hold no ${taken}: it is added`;
}

/** Where the server itself calls: no query, so that a path can follow. */
function baseFault(address: string, faultOfAddress: FaultOfAddress): string | undefined {
  if (address.length > addressMaxLength) return `is longer than ${addressMaxLength} characters`;
  const fault = faultOfAddress(address);
  if (fault !== undefined) return fault;
  return /[?#]/.test(address) ? 'must hold no query or fragment' : undefined;
}
