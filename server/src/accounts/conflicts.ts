/**
 * Says whether `error` is the database's refusal of a second row with the same `column`, which is unique within the
 * vendor. PostgreSQL names the constraint (`customers_external_id`), SQLite the columns.
 */
export function violatesUnique(error: unknown, table: string, column: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (error.code === '23505') return 'constraint' in error && error.constraint === `${table}_${column}`;
  return error.code === 'SQLITE_CONSTRAINT_UNIQUE' && error.message.includes(`${table}.${column}`);
}
