import { isRecord } from '@inlay/shared/messages';
import type { EmbedError } from '@inlay/shared/embed-api';

/** Failures that the frame finds by itself, without an answer of the server. Their texts are in the frame's languages. */
export type LocalFault = 'offline' | 'unreachable' | 'unreadable' | 'absent' | 'blocked' | 'closed';

/** Why a request failed: what the server said, or a fault of the frame's own finding. */
export class ApiError extends Error implements EmbedError {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly title: string;
  readonly action: string;
  readonly requestId: string;
  readonly retryable: boolean;
  readonly details: readonly { readonly path: string; readonly message: string }[];
  readonly local: LocalFault | undefined;

  constructor(error: Partial<EmbedError> & { readonly code: string }, local?: LocalFault) {
    super(error.message ?? error.code);
    this.code = error.code;
    this.title = error.title ?? error.message ?? '';
    this.action = error.action ?? '';
    this.requestId = error.requestId ?? '';
    this.retryable = error.retryable ?? true;
    this.details = error.details ?? [];
    this.local = local;
  }

  /** Whether the session is what failed: a new one may help. */
  get isSessionEnd(): boolean {
    return this.code.startsWith('session_');
  }
}

/** A fault of the frame's own finding. Towards the host it has the catalogue's code that comes nearest. */
export function localFault(local: LocalFault): ApiError {
  return new ApiError({ code: local === 'unreadable' ? 'internal_error' : 'service_unavailable' }, local);
}

/** What an answer that is no success means. A proxy's answer has no body of ours: then the status alone counts. */
export function refusalOf(status: number, body: unknown): ApiError {
  const error = isRecord(body) ? body['error'] : undefined;
  if (isRecord(error) && typeof error['code'] === 'string') return new ApiError(error as unknown as EmbedError);
  return localFault(status === 429 || (status >= 502 && status <= 504) ? 'unreachable' : 'unreadable');
}
