import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { Recent } from '../recent.ts';

/** Most statements that are kept prepared; the program has fewer. */
const statementsMax = 300;
/** Statements that only read or change rows. Any other may change tables, and with them what a statement means. */
const keepsTables = /^\s*(?:select|insert|update|delete|with|begin|commit|rollback)\b/i;

/**
 * Keeps statements prepared: Kysely asks for one anew each time, which costs SQLite more than running it. One at a time
 * holds the connection and reads its answer whole, so none is asked for while it runs. Statements that are streamed,
 * which would be, are prepared anew; after a change of the tables all are.
 */
export function cacheStatements(database: SqliteDatabase): SqliteDatabase {
  const known = new Recent<string, SqliteStatement>(statementsMax);
  return {
    close: () => database.close(),
    prepare(sql) {
      const found = known.get(sql);
      if (found !== undefined) return found;
      const statement = database.prepare(sql);
      if (!keepsTables.test(sql)) {
        known.clear();
        return statement;
      }
      const kept: SqliteStatement = {
        reader: statement.reader,
        all: (parameters) => statement.all(parameters),
        run: (parameters) => statement.run(parameters),
        iterate: (parameters) => database.prepare(sql).iterate(parameters),
      };
      known.set(sql, kept);
      return kept;
    },
  };
}
