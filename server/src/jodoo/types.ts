import type { JodooIntegrationRow, JodooMemberRow } from '../database/schema.ts';

/** What becomes of people whom Jodoo vouches for and nobody mapped. */
export type MappingPolicy = 'refuse' | 'provision';

/** A customer's integration app at Jodoo, without its secret. */
export interface JodooIntegration {
  readonly id: string;
  readonly vendorId: string;
  readonly customerId: string;
  readonly name: string;
  readonly suiteId: string;
  readonly authorizationUrl: string;
  readonly apiBase: string;
  /** Bare hosts. */
  readonly trustedDomains: readonly string[];
  /** Empty for any. */
  readonly tenantIds: readonly string[];
  /** Canonical origins: who may frame its pages. */
  readonly frameOrigins: readonly string[];
  readonly applicationUrl: string | null;
  /** Whom people ask who are not mapped. */
  readonly contact: string | null;
  readonly enabled: boolean;
  readonly mappingPolicy: MappingPolicy;
}

/** Whom a person of Jodoo is here. */
export interface JodooMember {
  readonly id: string;
  readonly vendorId: string;
  readonly integrationId: string;
  readonly tenantId: string;
  readonly username: string;
  readonly memberId: string;
  readonly disabled: boolean;
}

/** Whom Jodoo vouches for. Both texts are opaque and compared exactly (A61). */
export interface JodooIdentity {
  readonly tenantId: string;
  readonly username: string;
}

/** Reads a row of `jodoo_integrations`. */
export function toIntegration(row: JodooIntegrationRow): JodooIntegration {
  return {
    id: row.id,
    vendorId: row.vendor_id,
    customerId: row.customer_id,
    name: row.name,
    suiteId: row.suite_id,
    authorizationUrl: row.authorization_url,
    apiBase: row.api_base,
    trustedDomains: row.trusted_domains.split(','),
    tenantIds: JSON.parse(row.tenant_ids) as string[],
    frameOrigins: JSON.parse(row.frame_origins) as string[],
    applicationUrl: row.application_url,
    contact: row.contact,
    enabled: row.enabled === 1,
    mappingPolicy: row.mapping_policy,
  };
}

/** Reads a row of `jodoo_members`. */
export function toJodooMember(row: JodooMemberRow): JodooMember {
  return {
    id: row.id,
    vendorId: row.vendor_id,
    integrationId: row.integration_id,
    tenantId: row.tenant_id,
    username: row.username,
    memberId: row.member_id,
    disabled: row.disabled === 1,
  };
}

/** The row that a Suite Secret is sealed for. */
export function suiteSecretRow(integrationId: string): string {
  return `jodoo_integrations/${integrationId}/suite_secret`;
}

const identityMaxLength = 256;

/** Whether a value may be a `tenant_id` or `username`. NUL is refused, because PostgreSQL takes none in text. */
export function isIdentityText(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= identityMaxLength &&
    value.isWellFormed() &&
    !value.includes('\0')
  );
}
