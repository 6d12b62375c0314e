import { CompiledQuery, PostgresAdapter } from 'kysely';
import type { Database } from '../database/open.ts';
import type { NewAuditEvent } from '../database/schema.ts';

/** The columns with PostgreSQL's names of their types. */
const columns: Readonly<Record<keyof NewAuditEvent, 'text' | 'bigint'>> = {
  id: 'text',
  vendor_id: 'text',
  at: 'bigint',
  action: 'text',
  outcome: 'text',
  code: 'text',
  actor: 'text',
  customer_id: 'text',
  member_id: 'text',
  origin: 'text',
  jti: 'text',
  request_id: 'text',
  target: 'text',
  detail: 'text',
};
const names = Object.keys(columns);
const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
const extracts = names.map((name) => `value->>'${name}'`);

/**
 * One statement for any number of rows, which come as one JSON text: its own text never changes, so that nothing is
 * compiled anew for each batch. A row that is there already is passed over: a write whose answer was lost may be repeated.
 */
const intoPostgres =
  `insert into audit_events (${names.join(', ')}) select ${names.join(', ')} ` +
  `from json_to_recordset($1) as rows (${types.join(', ')}) on conflict (id) do nothing`;
// Without `where`, SQLite takes `on conflict` for a join's condition (its documentation, lang_upsert, §2.2).
const intoSqlite =
  `insert into audit_events (${names.join(', ')}) select ${extracts.join(', ')} ` +
  `from json_each(?) where true on conflict (id) do nothing`;

/** Writes `rows` to `audit_events`, all or none. Their texts must be well-formed and without NUL. */
export async function writeAuditEvents(database: Database, rows: readonly NewAuditEvent[]): Promise<void> {
  const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter;
  await database.executeQuery(CompiledQuery.raw(isPostgres ? intoPostgres : intoSqlite, [JSON.stringify(rows)]));
}
