import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.ts';

/** Opens a pool to PostgreSQL 15 or newer. An unreachable server fails queries, not this call. */
export function openPostgres(url: string): Kysely<Schema> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
    query_timeout: 5_000,
    idle_in_transaction_session_timeout: 10_000,
    types: {
      // `pg` would hand int8 over as text; our integers fit a double exactly.
      getTypeParser: (...[type, format]: Parameters<typeof pg.types.getTypeParser>) =>
        type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format),
    },
  });
  // An idle connection that the server cuts is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The pool listens to idle connections alone. One that is cut while it is in use fails its queries, and says so once
  // more as an event, which without a listener would end the process too.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
