import type { FrameEvents } from '@inlay/shared/messages';
import type { ApiError } from './api/api-error.ts';
import type { Locale } from './i18n/locale.ts';

/** What a person reads of an error. */
export interface ErrorWords {
  readonly title: string;
  readonly action: string;
}

/** Tells the host each error that a person is shown, once. */
export class ErrorReports {
  readonly #locale: Locale;
  readonly #emit: (payload: FrameEvents['error']) => void;
  readonly #told = new WeakSet<ApiError>();

  constructor(locale: Locale, emit: (payload: FrameEvents['error']) => void) {
    this.#locale = locale;
    this.#emit = emit;
  }

  /** What happened and what to do, in the frame's language: the server's words, or ours where it said nothing. */
  words(error: ApiError): ErrorWords {
    const { faults } = this.#locale.text;
    if (error.title) return error;
    if (error.isSessionEnd) return { title: this.#locale.text.ended, action: this.#locale.text.endedHint };
    return faults[error.local ?? 'unreadable'];
  }

  /** Tells the host of `error`, unless it knows already. */
  report(error: ApiError): void {
    if (this.#told.has(error)) return;
    this.#told.add(error);
    const { title, action } = this.words(error);
    const message = error.message === error.code ? `${title}. ${action}` : error.message;
    this.#emit({ code: error.code, message, requestId: error.requestId || null, retryable: error.retryable });
  }
}
