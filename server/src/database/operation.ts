const operations = new Set(['select', 'insert', 'update', 'delete', 'begin', 'commit', 'rollback']);

/** The first word of a statement, where it is one of those the program uses. */
export function operationOf(sql: string): string {
  const end = sql.indexOf(' ');
  const word = end < 0 ? sql : sql.slice(0, end);
  return operations.has(word) ? word : 'other';
}
