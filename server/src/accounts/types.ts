import type { KeyObject } from 'node:crypto';
import type { CustomerRow, MemberRow } from '../database/schema.ts';

/** A vendor with its signing keys, as admission needs it. */
export interface Vendor {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly adminCustomerId: string | null;
  readonly directLinksEnabled: boolean;
  /** Newest first; active, retired and revoked ones. */
  readonly signingKeys: readonly SigningKey[];
}

export interface SigningKey {
  readonly id: string;
  readonly kid: string;
  readonly status: 'active' | 'retired' | 'revoked';
  readonly bits: number;
  readonly publicKey: KeyObject;
}

export interface Customer {
  readonly id: string;
  readonly vendorId: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly confirmed: boolean;
  readonly directLinksEnabled: boolean;
  readonly samlRequired: boolean;
  /** Canonical. */
  readonly embeddingOrigins: readonly string[];
}

export interface Member {
  readonly id: string;
  readonly vendorId: string;
  readonly customerId: string;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly confirmed: boolean;
  readonly role: 'member' | 'manager';
}

/** An API key that is not revoked. */
export interface ApiKey {
  readonly id: string;
  readonly vendorId: string;
  /** SHA-256 of the key's text, base64url. */
  readonly hash: string;
  readonly scopes: readonly string[];
  /** When it was read; milliseconds since 1970 UTC. */
  readonly lastUsedAt: number | null;
}

/** Reads a row of `customers`. */
export function toCustomer(row: CustomerRow): Customer {
  return {
    id: row.id,
    vendorId: row.vendor_id,
    externalId: row.external_id,
    name: row.name,
    confirmed: row.confirmed === 1,
    directLinksEnabled: row.direct_links_enabled === 1,
    samlRequired: row.saml_required === 1,
    embeddingOrigins: JSON.parse(row.embedding_origins) as string[],
  };
}

/** Reads a row of `members`. */
export function toMember(row: MemberRow): Member {
  return {
    id: row.id,
    vendorId: row.vendor_id,
    customerId: row.customer_id,
    externalId: row.external_id,
    name: row.name,
    email: row.email,
    confirmed: row.confirmed === 1,
    role: row.role,
  };
}
