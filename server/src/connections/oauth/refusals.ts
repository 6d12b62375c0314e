import { InlayError } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import { OperationProcessingError, ResponseBodyError, UnsupportedOperationError } from 'oauth4webapi';
import type { OAuthEntry } from '../oauth-entry.ts';
import { RefreshRefused } from './client.ts';

/** Error codes of authorization and token endpoints (RFC 6749 §4.1.2.1, §5.2), by what they mean to the person. */
const meanings: Readonly<Record<string, ErrorCode>> = {
  access_denied: 'authorization_denied',
  user_denied: 'authorization_denied',
  // LinkedIn.
  user_cancelled_authorize: 'authorization_denied',
  user_cancelled_login: 'authorization_denied',
  temporarily_unavailable: 'provider_unavailable',
  server_error: 'provider_unavailable',
  slow_down: 'provider_unavailable',
  invalid_client: 'provider_not_configured',
  unauthorized_client: 'provider_not_configured',
};

/** What a code of the provider's means; `authorization_failed` for what has no meaning of its own. */
export function refusalOf(provider: OAuthEntry, error: string): InlayError {
  return new InlayError(meanings[error] ?? 'authorization_failed', {
    detail: `${provider.id} answered ${shown(error)}`,
  });
}

/**
 * Turns what the library threw into an error of ours, without the answer that it holds. Errors of the way out, and ours,
 * pass as they are.
 */
export function failureOf(provider: OAuthEntry, thrown: unknown): Error {
  if (thrown instanceof InlayError || thrown instanceof RefreshRefused) return thrown;
  if (thrown instanceof ResponseBodyError) {
    if (thrown.status >= 500 || thrown.status === 429) return unavailable(provider, thrown.response);
    return refusalOf(provider, thrown.error);
  }
  if (thrown instanceof OperationProcessingError || thrown instanceof UnsupportedOperationError) {
    const { cause } = thrown;
    if (cause instanceof Response && cause.status !== 200) return statusFailure(provider, cause);
    const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unknown';
    return new InlayError('authorization_failed', { detail: `${provider.id}: ${code}` });
  }
  return new InlayError('authorization_failed', { detail: `${provider.id}: ${(thrown as Error).name}` });
}

/** The same for a renewal: whatever only the person can mend is a refusal, whatever the vendor must is told so. */
export function renewalFailureOf(provider: OAuthEntry, thrown: unknown): Error {
  if (thrown instanceof ResponseBodyError && thrown.status < 500 && thrown.status !== 429) {
    const { error } = thrown;
    const isRefusal = ['invalid_grant', 'invalid_scope', 'access_denied', ...(provider.oauth.refusals ?? [])].includes(
      error,
    );
    if (isRefusal) return new RefreshRefused(`${provider.id} answered ${shown(error)}`);
  }
  const failure = failureOf(provider, thrown);
  if (!(failure instanceof InlayError) || failure.code !== 'authorization_failed') return failure;
  // A renewal that is answered wrongly says nothing against the tokens.
  const code = thrown instanceof ResponseBodyError ? 'provider_not_configured' : 'provider_unavailable';
  return new InlayError(code, failure.detail === undefined ? {} : { detail: failure.detail });
}

function statusFailure(provider: OAuthEntry, response: Response): InlayError {
  const { status } = response;
  if (status === 401 || status === 403) {
    return new InlayError('provider_not_configured', { detail: `${provider.id} answered ${status}` });
  }
  if (status < 400 || status === 408 || status === 429 || status >= 500) return unavailable(provider, response);
  return new InlayError('authorization_failed', { detail: `${provider.id} answered ${status}` });
}

function unavailable(provider: OAuthEntry, { status, headers }: Response): InlayError {
  const detail = `${provider.id} answered ${status}`;
  // Only the way out sets it, to a number of seconds that is bounded.
  const retryAfter = Number(headers.get('retry-after') ?? 0);
  return new InlayError('provider_unavailable', retryAfter > 0 ? { detail, retryAfter } : { detail });
}

/** A code as it may be logged: a word, and nothing that could be a secret. */
function shown(error: string): string {
  return /^[a-z][a-z_]{2,40}$/.test(error) ? error : 'an error without a plain code';
}
