import { DatabaseUnavailable } from './unavailable.ts';

/** Node's codes of connections that fail. */
const connection = /^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|EMFILE|ENFILE)/;

/** SQLite locked, full, unreadable or read-only. */
const sqlite = /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL)/;

/**
 * SQLSTATEs by which PostgreSQL says that it cannot, as opposed to that it was asked wrongly (its manual, appendix A):
 * connection exceptions (08), authorization (28), rollbacks for others' sake (40001, 40P01), insufficient resources such
 * as a full disk (53), operator intervention such as shutdown and statement timeout (57), system errors (58), internal
 * errors such as damaged data (XX), a read-only transaction (25006) or server, idle too long (25P03, 25P04), a lock not
 * to be had (55P03), and a database or right that was taken away (3D000, 42501).
 */
const postgres = /^(?:(?:08|28|53|57|58|XX)[0-9A-Z]{3}|40001|40P01|25006|25P03|25P04|55P03|3D000|42501)$/;

/** What `pg` and Kysely say without a code. */
const messages =
  /timeout exceeded when trying to connect|timeout expired|Connection terminated|is not queryable|after calling end on the pool|database connection is not open|driver has already been destroyed|connection has been discarded/i;

/** Says whether the database could not answer: unreachable, silent, full, locked, read-only or shutting down. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseUnavailable) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return connection.test(code) || sqlite.test(code) || postgres.test(code) || messages.test(error.message);
}
