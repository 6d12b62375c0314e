import type { Database } from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';
import type { Metrics } from '../metrics/metrics.ts';
import { operationOf } from './operation.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** Milliseconds in which everybody is refused at once, after somebody waited in vain for a lock. */
const pause = 250;
/** Milliseconds above which a statement that failed has waited for a lock, and the whole process with it. */
const longWait = 500;

/** Statements that end a transaction: they are let through always. */
const endings = new Set(['commit', 'rollback']);

/**
 * Measures statements, and keeps requests from waiting one after the other for a lock that another process holds: each
 * wait stops the whole process, so after one that was in vain the others are refused for a moment.
 */
export function guardSqlite(database: Database, metrics?: Metrics): SqliteDatabase {
  let lockedUntil = 0;

  function timed<T>(operation: string, work: () => T): T {
    const startedAt = performance.now();
    if (startedAt < lockedUntil && !endings.has(operation)) throw new DatabaseUnavailable('the database is locked');
    let outcome: 'ok' | 'error' = 'error';
    try {
      const result = work();
      outcome = 'ok';
      return result;
    } finally {
      const endedAt = performance.now();
      if (outcome === 'error' && endedAt - startedAt > longWait) lockedUntil = endedAt + pause;
      metrics?.observeStore('database', operation, (endedAt - startedAt) / 1000, outcome);
    }
  }

  return {
    close: () => void database.close(),
    prepare(sql) {
      const operation = operationOf(sql);
      const statement = database.prepare(sql);
      return {
        reader: statement.reader,
        all: (parameters) => timed(operation, () => statement.all(parameters)),
        run: (parameters) => timed(operation, () => statement.run(parameters)),
        iterate: (parameters) => statement.iterate(parameters),
      };
    },
  };
}
