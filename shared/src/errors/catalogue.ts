/**
 * Every failure Inlay can answer with: its code, its HTTP status and whether trying again may help. The rows stand in
 * the order in which admission checks them. What people read of each is in `texts/`, one file a language.
 */
export const errorCatalogue = {
  http_request_invalid: { status: 400, area: 'admission', retryable: false },
  path_invalid: { status: 400, area: 'admission', retryable: false },
  token_missing: { status: 401, area: 'admission', retryable: false },
  token_invalid: { status: 401, area: 'admission', retryable: false },
  alg_invalid: { status: 401, area: 'admission', retryable: false },
  sub_missing: { status: 401, area: 'admission', retryable: false },
  sub_invalid: { status: 401, area: 'admission', retryable: false },
  vendor_missing: { status: 401, area: 'admission', retryable: false },
  vendor_key_missing: { status: 401, area: 'admission', retryable: false },
  token_signature_invalid: { status: 401, area: 'admission', retryable: false },
  iat_missing: { status: 401, area: 'admission', retryable: false },
  iat_invalid: { status: 401, area: 'admission', retryable: false },
  token_expired: { status: 401, area: 'admission', retryable: true },
  jti_missing: { status: 401, area: 'admission', retryable: false },
  jti_invalid: { status: 401, area: 'admission', retryable: false },
  vendor_admin_missing: { status: 403, area: 'admission', retryable: false },
  vendor_direct_team_link_disabled: { status: 403, area: 'admission', retryable: false },
  team_missing: { status: 403, area: 'admission', retryable: false },
  team_not_allowed: { status: 403, area: 'admission', retryable: false },
  team_unconfirmed: { status: 403, area: 'admission', retryable: false },
  team_direct_team_link_disabled: { status: 403, area: 'admission', retryable: false },
  team_saml_required: { status: 403, area: 'admission', retryable: false },
  member_invalid: { status: 403, area: 'admission', retryable: false },
  member_unconfirmed: { status: 403, area: 'admission', retryable: false },
  origin_missing: { status: 403, area: 'admission', retryable: false },
  origin_not_allowed: { status: 403, area: 'admission', retryable: false },
  jti_reused: { status: 409, area: 'admission', retryable: true },
  session_missing: { status: 401, area: 'session', retryable: true },
  session_expired: { status: 401, area: 'session', retryable: true },
  session_revoked: { status: 401, area: 'session', retryable: false },
  rate_limited: { status: 429, area: 'general', retryable: true },
  service_unavailable: { status: 503, area: 'general', retryable: true },
  internal_error: { status: 500, area: 'general', retryable: true },
  not_found: { status: 404, area: 'general', retryable: false },
  method_not_allowed: { status: 405, area: 'general', retryable: false },
  request_invalid: { status: 400, area: 'api', retryable: false },
  media_type_unsupported: { status: 415, area: 'api', retryable: false },
  body_too_large: { status: 413, area: 'api', retryable: false },
  api_key_missing: { status: 401, area: 'api', retryable: false },
  api_key_invalid: { status: 401, area: 'api', retryable: false },
  scope_missing: { status: 403, area: 'api', retryable: false },
  cursor_invalid: { status: 400, area: 'api', retryable: false },
  external_id_taken: { status: 409, area: 'api', retryable: false },
  customer_is_admin: { status: 409, area: 'api', retryable: false },
  embedding_origin_invalid: { status: 400, area: 'api', retryable: false },
  signing_key_invalid: { status: 400, area: 'api', retryable: false },
  signing_key_weak: { status: 400, area: 'api', retryable: false },
  signing_key_private: { status: 400, area: 'api', retryable: false },
  signing_key_taken: { status: 409, area: 'api', retryable: false },
  signing_key_not_held: { status: 409, area: 'api', retryable: false },
  idempotency_key_invalid: { status: 400, area: 'api', retryable: false },
  idempotency_key_reused: { status: 422, area: 'api', retryable: false },
  idempotency_key_in_use: { status: 409, area: 'api', retryable: true },
  jodoo_member_taken: { status: 409, area: 'api', retryable: false },
  connection_missing: { status: 404, area: 'connection', retryable: false },
  provider_not_configured: { status: 404, area: 'connection', retryable: false },
  fields_invalid: { status: 400, area: 'connection', retryable: false },
  credentials_invalid: { status: 422, area: 'connection', retryable: true },
  account_mismatch: { status: 409, area: 'connection', retryable: true },
  provider_unavailable: { status: 502, area: 'connection', retryable: true },
  connection_expired: { status: 409, area: 'connection', retryable: false },
  connection_not_connected: { status: 409, area: 'connection', retryable: false },
  credentials_unreadable: { status: 500, area: 'connection', retryable: false },
  popup_blocked: { status: 409, area: 'authorization', retryable: true },
  popup_closed: { status: 409, area: 'authorization', retryable: true },
  authorization_denied: { status: 403, area: 'authorization', retryable: true },
  authorization_failed: { status: 400, area: 'authorization', retryable: true },
  authorization_timeout: { status: 410, area: 'authorization', retryable: true },
  state_mismatch: { status: 403, area: 'authorization', retryable: true },
  jodoo_integration_missing: { status: 404, area: 'jodoo', retryable: false },
  jodoo_app_disabled: { status: 403, area: 'jodoo', retryable: false },
  jodoo_domain_untrusted: { status: 403, area: 'jodoo', retryable: false },
  jodoo_https_required: { status: 403, area: 'jodoo', retryable: false },
  jodoo_code_missing: { status: 400, area: 'jodoo', retryable: true },
  jodoo_code_invalid: { status: 401, area: 'jodoo', retryable: true },
  jodoo_secret_invalid: { status: 502, area: 'jodoo', retryable: false },
  jodoo_state_mismatch: { status: 403, area: 'jodoo', retryable: true },
  jodoo_tenant_not_allowed: { status: 403, area: 'jodoo', retryable: false },
  jodoo_member_unmapped: { status: 403, area: 'jodoo', retryable: false },
  jodoo_member_disabled: { status: 403, area: 'jodoo', retryable: false },
  jodoo_unavailable: { status: 502, area: 'jodoo', retryable: true },
} as const satisfies Record<string, ErrorEntry>;

/** What the catalogue states of one code. */
export interface ErrorEntry {
  /** HTTP status of an answer that carries this code. */
  readonly status: number;
  /** The part of the product a reader of the docs would look for it under. */
  readonly area: 'admission' | 'session' | 'general' | 'api' | 'connection' | 'authorization' | 'jodoo';
  /** Whether the same wish, made again (with a fresh link where one is spent), may succeed with nothing repaired. */
  readonly retryable: boolean;
}

/** A code of the catalogue: stable, part of the public contract. */
export type ErrorCode = keyof typeof errorCatalogue;

/** All codes, in the catalogue's order. */
export const errorCodes = Object.keys(errorCatalogue) as readonly ErrorCode[];

/** Says whether `text` is a code of the catalogue. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCatalogue, text);
}

/** What people read of one code. */
export interface ErrorText {
  /** One line for the person in front of the screen: what happened. */
  readonly title: string;
  /** One line for the same person: what to do now. */
  readonly action: string;
  /** For the partner's engineer: the cause. */
  readonly cause: string;
  /** For the partner's engineer: the remedy. */
  readonly remedy: string;
}

/** The texts of every code, in one language. */
export type ErrorTexts = Readonly<Record<ErrorCode, ErrorText>>;
