import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { timeLeft } from '../deadline.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { createBreaker } from './breaker.ts';
import type { Breaker } from './breaker.ts';
import { GuardedClient, leastTime } from './guarded-client.ts';
import type { PostgresLimits } from './postgres-settings.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { timeUp, within } from '../within.ts';

/** Requests that may wait for a connection at once; further ones are refused at once. */
const waitingMax = 500;
/** Milliseconds between two looks at a database that was away. */
const probeInterval = 250;

/** SQLSTATEs by which a server that does answer refuses a connection: others may well hold good ones. */
const answeredRefusal = /^(?:53300|28...|3D000|42501)$/;

/**
 * A pool of connections to PostgreSQL that gives an answer in time whatever the server does. A connection whose statement
 * got no answer is destroyed, never used again: `pg` would hand it out with the hung statement still on it. A server that
 * gives no answer at all is taken for away: everybody is refused at once, the connections are given up, and new ones are
 * tried until one answers.
 */
export class GuardedPool implements PostgresPool {
  readonly options: object;
  readonly #settings: pg.PoolConfig;
  readonly #limits: PostgresLimits;
  readonly #metrics: Metrics | undefined;
  readonly #breaker: Breaker;
  #pool: pg.Pool;

  constructor(settings: pg.PoolConfig, limits: PostgresLimits, metrics?: Metrics) {
    this.#settings = settings;
    this.options = settings;
    this.#limits = limits;
    this.#metrics = metrics;
    this.#pool = openPool(settings);
    this.#breaker = createBreaker({
      probe: () => this.#probe(),
      interval: probeInterval,
      onOpen: () => this.#replacePool(),
    });
    metrics?.watch('databaseUp', [], () => (this.#breaker.isOpen ? 0 : 1));
    metrics?.watch('databaseWaiting', [], () => this.#pool.waitingCount);
    metrics?.watch('databaseConnections', ['idle'], () => this.#pool.idleCount);
    metrics?.watch('databaseConnections', ['in_use'], () => this.#pool.totalCount - this.#pool.idleCount);
  }

  async connect(): Promise<PostgresPoolClient> {
    if (this.#breaker.isOpen) throw new DatabaseUnavailable('the database is away');
    const pool = this.#pool;
    if (pool.waitingCount >= waitingMax) throw new DatabaseUnavailable('too many requests wait for the database');
    const limit = Math.min(this.#limits.connect, timeLeft());
    if (limit < leastTime) throw new DatabaseUnavailable('no time is left to ask the database');
    const startedAt = performance.now();
    let outcome: 'ok' | 'error' = 'error';
    try {
      const client = await this.#acquire(pool, limit);
      outcome = 'ok';
      return new GuardedClient(client, this.#limits.statement, () => this.#isSilent(pool), this.#metrics);
    } finally {
      this.#metrics?.observeStore('database', 'connect', (performance.now() - startedAt) / 1000, outcome);
    }
  }

  async end(): Promise<void> {
    this.#breaker.close();
    await this.#pool.end();
  }

  async #acquire(pool: pg.Pool, limit: number): Promise<pg.PoolClient> {
    // Who waits for a connection that others use learns nothing of the server; those others will.
    const waits = pool.idleCount === 0 && pool.totalCount >= this.#limits.connections;
    const connecting = connectTo(pool);
    let failure: unknown;
    const client = await within(connecting, limit).catch((error: unknown) => {
      failure = error;
    });
    if (client !== timeUp && client !== undefined) return client;
    if (client === timeUp) connecting.then((late) => late.release(), ignore);
    const isSilent = client === timeUp ? limit === this.#limits.connect : !answeredRefusal.test(codeOf(failure));
    if (isSilent && !waits) this.#isSilent(pool);
    throw new DatabaseUnavailable(`no connection to the database: ${reasonOf(failure)}`, { cause: failure });
  }

  /** Closes the door, unless what was silent are connections that were given up already. */
  #isSilent(pool: pg.Pool): void {
    if (pool === this.#pool) this.#breaker.open();
  }

  /** Opens one connection apart from the pool and asks it anything. */
  async #probe(): Promise<void> {
    const client = new pg.Client(this.#settings);
    client.on('error', ignore);
    try {
      const answered = await within(connectAndAsk(client), this.#limits.connect);
      if (answered === timeUp) throw new DatabaseUnavailable('the database is still away');
    } finally {
      // Without waiting: a server that does not answer does not take leave either.
      client.end().catch(ignore);
    }
  }

  /** Leaves the connections of before the fault behind: each of them would cost somebody the time of a statement. */
  #replacePool(): void {
    const old = this.#pool;
    this.#pool = openPool(this.#settings);
    old.end().catch(ignore);
  }
}

function openPool(settings: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(settings);
  // An idle connection that the server cuts is replaced at the next query; without a listener it would end the process.
  pool.on('error', ignore);
  // The pool listens to idle connections alone. One that is cut while it is in use fails its queries, and says so once
  // more as an event, which without a listener would end the process too.
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

async function connectAndAsk(client: pg.Client): Promise<void> {
  await client.connect();
  await client.query('select 1');
}

/** Also where the settings name a file that cannot be read, which `pg` throws at once. */
async function connectTo(pool: pg.Pool): Promise<pg.PoolClient> {
  return pool.connect();
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(error: unknown): string {
  if (error === undefined) return 'it did not answer in time';
  // Of several addresses each has its own reason; the error that holds them has none.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : 'it failed';
}

function ignore(): void {
  // What fails here has failed its caller already.
}
