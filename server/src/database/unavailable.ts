/** The database gave no answer: unreachable, hung, or known to be away. The message holds no address and no secret. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly code = 'DATABASE_UNAVAILABLE';
  /** Whether a statement may have been carried out all the same. */
  readonly isUnsure: boolean;

  constructor(message: string, { isUnsure = false, ...options }: ErrorOptions & { readonly isUnsure?: boolean } = {}) {
    super(message, options);
    this.isUnsure = isUnsure;
  }
}
