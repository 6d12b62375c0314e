import type { PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import { timeLeft } from '../deadline.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { operationOf } from './operation.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { timeUp, within } from '../within.ts';

/** Milliseconds that must be left of a request for a statement to be begun: half an answer is worse than none. */
export const leastTime = 250;

/** A connection on loan: its statements have a limit, and after a failure of the connection it is given up. */
export class GuardedClient implements PostgresPoolClient {
  readonly processID?: number;
  readonly #client: pg.PoolClient;
  readonly #limit: number;
  readonly #onSilence: () => void;
  readonly #metrics: Metrics | undefined;
  #isBroken = false;

  constructor(client: pg.PoolClient, limit: number, onSilence: () => void, metrics: Metrics | undefined) {
    this.#client = client;
    this.#limit = limit;
    this.#onSilence = onSilence;
    this.#metrics = metrics;
    const { processID } = client as pg.PoolClient & { readonly processID?: number };
    if (processID !== undefined) this.processID = processID;
  }

  // The second form of Kysely's type is for cursors, which need a package that is not here.
  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query(cursor: never): never;
  async query<R>(sql: string, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<R>> {
    const limit = Math.min(this.#limit, timeLeft());
    if (this.#isBroken) throw new DatabaseUnavailable('the connection to the database was lost');
    if (limit < leastTime) throw new DatabaseUnavailable('no time is left to ask the database');
    const startedAt = performance.now();
    let outcome: 'ok' | 'error' = 'error';
    try {
      const result = await within(this.#client.query(sql, [...parameters]), limit);
      if (result === timeUp) throw this.#giveUp(limit);
      outcome = 'ok';
      return result as PostgresQueryResult<R>;
    } finally {
      this.#metrics?.observeStore('database', operationOf(sql), (performance.now() - startedAt) / 1000, outcome);
    }
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#isBroken);
  }

  #giveUp(limit: number): DatabaseUnavailable {
    this.#isBroken = true;
    // PostgreSQL would have ended the statement by itself before this. It is silent, so it is away.
    if (limit === this.#limit) this.#onSilence();
    return new DatabaseUnavailable('the database did not answer in time', { isUnsure: true });
  }
}
