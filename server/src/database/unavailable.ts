/** The database gave no answer: unreachable, hung, or known to be away. The message holds no address and no secret. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly code = 'DATABASE_UNAVAILABLE';
}
