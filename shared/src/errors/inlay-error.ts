import { errorCatalogue } from './catalogue.ts';
import type { ErrorCode } from './catalogue.ts';

/** Private and public particulars of a failure. */
export interface InlayErrorOptions extends ErrorOptions {
  /** For the log alone: never sent to anybody. Holds no secret. */
  readonly detail?: string;
  /** Sent with the code: which member of a request was at fault, and how. */
  readonly details?: readonly ErrorDetail[];
  /** Seconds after which trying again makes sense; becomes `Retry-After`. */
  readonly retryAfter?: number;
}

/** One fault of a request's body or query. */
export interface ErrorDetail {
  /** JSON Pointer (RFC 6901) of the faulty member. */
  readonly path: string;
  readonly message: string;
}

/** A failure with a code of the catalogue: the only kind of error that reaches anybody outside. */
export class InlayError extends Error {
  override readonly name = 'InlayError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: InlayErrorOptions = {}) {
    super(code, options);
    this.code = code;
    this.detail = options.detail;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }

  /** HTTP status of the answer. */
  get status(): number {
    return errorCatalogue[this.code].status;
  }
}
