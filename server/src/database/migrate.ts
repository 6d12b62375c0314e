import { Migrator } from 'kysely/migration';
import type { Kysely } from 'kysely';
import { PostgresAdapter, sql } from 'kysely';
import { isUnavailable } from './is-unavailable.ts';
import { migrations } from './migrations/index.ts';
import type { Database, DatabaseConfig } from './open.ts';
import type { Schema } from './schema.ts';

/** Milliseconds in all for another process that holds the embedded database, and between two attempts. */
const patience = 10_000;
const pause = 100;

/** The oldest PostgreSQL that is taken. */
const leastPostgres = 15;

/**
 * Brings the database that `config` names to the newest schema; `database` is open on it. One query tells whether there
 * is anything to do. Several processes may come at once: on PostgreSQL an advisory lock has them wait for each other, on
 * SQLite the file's own lock. Returns the names of the migrations that this call ran.
 *
 * Throws what the database threw, and an Error in plain words where the database is too old or too new for this program.
 */
export async function migrate(config: DatabaseConfig, database: Database): Promise<string[]> {
  const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter;
  const isDone = await retried(async () => {
    if (isPostgres) await checkVersion(database);
    return isUpToDate(database);
  }, isSilent);
  if (isDone) return [];
  if (config.databaseUrl === undefined || !isPostgres) return retried(() => migrateSqlite(database), isUnavailable);
  // Changing tables may take longer than any request is allowed to.
  const { openPostgres } = await import('./postgres.ts');
  const { migrationLimits } = await import('./postgres-settings.ts');
  const patient = openPostgres(config.databaseUrl, { limits: migrationLimits });
  try {
    return await migrateToLatest(patient);
  } finally {
    await patient.destroy();
  }
}

/** Throws where PostgreSQL is older than what the statements and the tests are for. */
async function checkVersion(database: Database): Promise<void> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(
    database,
  );
  const major = Math.floor(Number(rows[0]?.version) / 10_000);
  if (major < leastPostgres) {
    throw new Error(`Inlay needs PostgreSQL ${leastPostgres} or newer; INLAY_DATABASE_URL leads to version ${major}.`);
  }
}

/** Whether a database that is there was too busy to answer in time, as when many processes start at once. */
function isSilent(error: unknown): boolean {
  return isUnavailable(error) && /in time|timeout|is away/i.test((error as Error).message);
}

/** Whether every migration has run. Throws where the database knows one that this program does not. */
async function isUpToDate(database: Database): Promise<boolean> {
  const done = await migrationsDone(database);
  const newer = done.filter((name) => migrations[name] === undefined);
  if (newer.length > 0) {
    throw new Error(
      `The database was brought up to date by a newer version of Inlay, which this one does not know (${newer.join(', ')}). ` +
        'Run that version or a newer one, or restore the backup made before the upgrade.',
    );
  }
  return done.length === Object.keys(migrations).length;
}

/** Names of the migrations that have run; none on a database that is empty. */
async function migrationsDone(database: Database): Promise<readonly string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(database);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (isTableMissing(error)) return [];
    throw error;
  }
}

function isTableMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === '42P01' || (error.code === 'SQLITE_ERROR' && /no such table/.test(error.message));
}

async function migrateToLatest(database: Kysely<Schema>, disableTransactions = false): Promise<string[]> {
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error, results } = await new Migrator({ db: database, provider, disableTransactions }).migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
}

/** Holds the file's lock from before the look at what is to do: Kysely has no lock of its own on SQLite. */
async function migrateSqlite(database: Database): Promise<string[]> {
  return database.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const done = await migrateToLatest(connection, true);
      await sql`commit`.execute(connection);
      return done;
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

/** Waits for another process that holds the file's lock for longer than a statement waits. */
async function retried<T>(run: () => Promise<T>, isWorthIt: (error: unknown) => boolean): Promise<T> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isWorthIt(error) || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
