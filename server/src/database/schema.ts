import type { Generated, Insertable, Selectable, Updateable } from 'kysely';

/**
 * The tables, in types that SQLite and PostgreSQL share: ids and JSON are text, times are integer milliseconds since
 * 1970 UTC, booleans are 0 or 1.
 */
export interface Schema {
  vendors: VendorTable;
  customers: CustomerTable;
  members: MemberTable;
  api_keys: ApiKeyTable;
  signing_keys: SigningKeyTable;
  account_versions: AccountVersionTable;
  sessions: SessionTable;
  audit_events: AuditEventTable;
  idempotency_keys: IdempotencyKeyTable;
  connections: ConnectionTable;
  connection_events: ConnectionEventTable;
  settings: SettingTable;
  replay_guard: ReplayGuardTable;
  replay_witnesses: ReplayWitnessTable;
  flow_states: FlowStateTable;
  provider_settings: ProviderSettingTable;
  customer_providers: CustomerProviderTable;
  jodoo_integrations: JodooIntegrationTable;
  jodoo_members: JodooMemberTable;
}

export type Flag = 0 | 1;

interface Dated {
  created_at: number;
  updated_at: number;
}

export interface VendorTable extends Dated {
  id: string;
  /** The public vendor key: first part of a token's `sub`. Unique. */
  key: string;
  name: string;
  admin_customer_id: string | null;
  direct_links_enabled: Flag;
}

export interface CustomerTable extends Dated {
  id: string;
  vendor_id: string;
  /** Unique within the vendor. */
  external_id: string | null;
  name: string;
  confirmed: Flag;
  direct_links_enabled: Flag;
  saml_required: Flag;
  /** JSON array of canonical origins. */
  embedding_origins: string;
}

export interface MemberTable extends Dated {
  id: string;
  vendor_id: string;
  customer_id: string;
  /** Unique within the vendor. */
  external_id: string | null;
  name: string | null;
  email: string | null;
  confirmed: Flag;
  role: 'member' | 'manager';
}

export interface ApiKeyTable {
  id: string;
  vendor_id: string;
  name: string;
  /** First characters of the key, for people to tell keys apart. */
  prefix: string;
  /** SHA-256 of the whole key, base64url. Unique. */
  hash: string;
  /** JSON array of scopes. */
  scopes: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface SigningKeyTable extends Dated {
  id: string;
  vendor_id: string;
  /** Unique within the vendor. */
  kid: string;
  /** Public JWK with kty, n, e alone. */
  public_jwk: string;
  /** RFC 7638 thumbprint. Unique within the vendor. */
  thumbprint: string;
  bits: number;
  /** Sealed PKCS #8 of a key made here; null for a registered one. */
  sealed_private_key: string | null;
  status: 'active' | 'retired' | 'revoked';
  revoked_at: number | null;
}

/** Counts the changes of a vendor's accounts and keys: what tells other processes to forget what they cached. */
export interface AccountVersionTable {
  vendor_id: string;
  version: number;
  changed_at: number;
}

/** A redeemed link and the session it became, in one row: inserting it is the claim. */
export interface SessionTable {
  /** Hash of vendor and jti (or of random bytes for a session that no link opened). Primary key. */
  link: string;
  id: string;
  vendor_id: string;
  customer_id: string;
  member_id: string | null;
  signing_key_id: string | null;
  /** SHA-256 of the session token's secret, base64url. */
  secret_hash: string;
  origin: string;
  path: string;
  /** `iat` of the link, in seconds. */
  link_iat: number;
  opened_at: number;
  last_seen_at: number;
  /** Absolute end. */
  expires_at: number;
  ended_at: number | null;
  ended_reason: 'expired' | 'revoked' | 'replaced' | null;
  /** Until when the row must stay, so that the link stays used. */
  keep_until: number;
  /** The Jodoo integration that it began by, and whom Jodoo named; null where a link opened it. */
  integration_id: string | null;
  jodoo_member_id: string | null;
}

export interface AuditEventTable {
  id: string;
  vendor_id: string | null;
  at: number;
  action: string;
  outcome: 'accepted' | 'refused' | 'changed';
  code: string | null;
  /** Who did it: `api_key:key_…`, `frame:ses_…`, `link`, `cli`, `system`. */
  actor: string;
  customer_id: string | null;
  member_id: string | null;
  origin: string | null;
  jti: string | null;
  request_id: string | null;
  /** Id of the object concerned. */
  target: string | null;
  /** JSON object with further facts; no secret. */
  detail: string;
}

export interface IdempotencyKeyTable {
  vendor_id: string;
  key: string;
  /** SHA-256 of method, path and body. */
  request_hash: string;
  /** Null while the request is under way. */
  status: number | null;
  sealed_body: string | null;
  created_at: number;
}

export interface ConnectionTable extends Dated {
  id: string;
  vendor_id: string;
  customer_id: string;
  member_id: string | null;
  /** Unique within the vendor. */
  external_id: string | null;
  provider: string;
  status: 'disconnected' | 'connecting' | 'connected' | 'expired' | 'error';
  account_id: string | null;
  account_label: string | null;
  /** JSON object of the non-secret fields. */
  fields: string;
  sealed_credentials: string | null;
  error_code: string | null;
  connected_at: number | null;
  /** JSON array of what was granted; null where the provider speaks of no scopes. */
  scopes: string | null;
  /** When the access token ends. */
  access_expires_at: number | null;
  /** When it is to be renewed; null where it need not or cannot be. */
  renew_at: number | null;
  /** Id of the renewal that is under way, and when it began. */
  refresh_id: string | null;
  refresh_started_at: number | null;
  /** Renewals that failed since the last that did not. */
  refresh_failures: number;
}

export interface ConnectionEventTable {
  /** `evt_…`, sorts by age. */
  id: string;
  customer_id: string;
  type: string;
  payload: string;
  at: number;
}

/** Facts about the installation itself, such as what the sweep of old sessions has forgotten. */
export interface SettingTable {
  name: string;
  value: string;
}

/** One row, `links`: what must hold of the Redis that remembers used links, so that a loss of it is noticed. */
export interface ReplayGuardTable {
  name: string;
  /** Id that every marker in Redis must have. */
  epoch: string;
  /** Run ids of the Redis servers that the epoch is known to be whole on. */
  servers: string;
  /** Links up to this `iat` (seconds) may have been used before the last loss. */
  refuse_until_iat: number;
  /** How many losses were declared. */
  losses: number;
  /** By the clock of the database, in milliseconds. */
  changed_at: number;
}

/** One row for each process: how much it has seen of each part of the store. */
export interface ReplayWitnessTable {
  id: string;
  epoch: string;
  /** Run ids of the servers it saw last. */
  servers: string;
  /** JSON array: claims it has seen, by shard. */
  marks: string;
  /** Whether it ended in order and claims nothing more. */
  closed: Flag;
  /** Milliseconds by which the clock of Redis was ahead of the database's. */
  clock_offset: number;
  /** The last `iat`, in seconds, of a link that it may admit before it is heard of again. */
  iat_max: Generated<number>;
  /** By the clock of the database, in milliseconds. */
  seen_at: number;
}

/** State of a flow that is under way, where no Redis keeps it. */
export interface FlowStateTable {
  key: string;
  /** Sealed. */
  value: string;
  expires_at: number;
}

/** What a vendor has set of one provider. */
export interface ProviderSettingTable extends Dated {
  vendor_id: string;
  provider: string;
  client_id: string | null;
  sealed_client_secret: string | null;
  /** JSON array; null for the provider's own default. */
  scopes: string | null;
  /** JSON object: addresses of a generic provider. */
  settings: string;
  /** JSON object: name of a field to `{mode, value?}`. */
  fields: string;
  enabled: Flag;
}

/** What a vendor has set of one provider for one customer. */
export interface CustomerProviderTable extends Dated {
  customer_id: string;
  provider: string;
  vendor_id: string;
  allowed: Flag;
  /** JSON array; null for the vendor's. */
  scopes: string | null;
  /** JSON object: name of a field to `{mode, value?}`. */
  fields: string;
}

/** A customer's integration app at Jodoo. */
export interface JodooIntegrationTable extends Dated {
  id: string;
  vendor_id: string;
  customer_id: string;
  name: string;
  suite_id: string;
  sealed_suite_secret: string;
  authorization_url: string;
  api_base: string;
  /** Bare hosts, with commas and without blanks, as Jodoo has them. */
  trusted_domains: string;
  /** JSON array; empty for any. */
  tenant_ids: string;
  /** JSON array of canonical origins: who may frame its pages. */
  frame_origins: string;
  /** Where people are sent on to with a direct link; null for the pages here. */
  application_url: string | null;
  /** Whom people ask who are not mapped. */
  contact: string | null;
  enabled: Flag;
  mapping_policy: 'refuse' | 'provision';
  /** What Jodoo said of the secret last. */
  secret_state: 'unknown' | 'accepted' | 'refused';
  secret_checked_at: number | null;
}

/** Whom a person of Jodoo is here. Both names are opaque and compared exactly. */
export interface JodooMemberTable extends Dated {
  id: string;
  vendor_id: string;
  /** Unique with the tenant and the name. */
  integration_id: string;
  tenant_id: string;
  username: string;
  member_id: string;
  disabled: Flag;
}

export type VendorRow = Selectable<VendorTable>;
export type CustomerRow = Selectable<CustomerTable>;
export type MemberRow = Selectable<MemberTable>;
export type ApiKeyRow = Selectable<ApiKeyTable>;
export type SigningKeyRow = Selectable<SigningKeyTable>;
export type SessionRow = Selectable<SessionTable>;
export type AuditEventRow = Selectable<AuditEventTable>;
export type ConnectionRow = Selectable<ConnectionTable>;
export type ProviderSettingRow = Selectable<ProviderSettingTable>;
export type CustomerProviderRow = Selectable<CustomerProviderTable>;
export type JodooIntegrationRow = Selectable<JodooIntegrationTable>;
export type JodooMemberRow = Selectable<JodooMemberTable>;
export type NewAuditEvent = Insertable<AuditEventTable>;
export type CustomerUpdate = Updateable<CustomerTable>;
