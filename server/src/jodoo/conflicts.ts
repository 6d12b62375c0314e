/**
 * Says whether `error` is the database's refusal of a second mapping of one person. PostgreSQL names the constraint,
 * SQLite the columns.
 */
export function violatesIdentity(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (error.code === '23505') return 'constraint' in error && error.constraint === 'jodoo_members_identity';
  return error.code === 'SQLITE_CONSTRAINT_UNIQUE' && error.message.includes('jodoo_members.username');
}
