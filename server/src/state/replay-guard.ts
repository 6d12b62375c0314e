import type { Clock } from '../clock.ts';
import type { GuardRows } from './replay-guard-rows.ts';
import type { RedisClient } from './redis-connection.ts';
import type { RunScript } from './redis-scripts.ts';

/**
 * Sees to it that a link is admitted only while Redis surely remembers every link that was used.
 *
 * Each shard has a marker with the epoch's id, the number of claims so far and the time of the last beat. Every process
 * beats all markers twice a second, and every script checks the marker before it does anything. A marker that is missing
 * or of another epoch (FLUSHALL, an empty restart), that counts fewer claims than were seen (a replica that lagged), or
 * that nobody has beaten for two seconds (a restored snapshot, an outage) makes the process look closer before anybody
 * else is admitted: see `replay-examination.ts`. The same happens when other servers answer than before.
 *
 * What was lost cannot be told from what was never there, so after a loss every link is refused that could have been
 * used before it: those up to an `iat` of 30 s (which a link may be ahead) and 10 s (by which clocks may differ) after.
 *
 * Between beats a process relies on its last one for 1.5 s by its monotonic clock. That is what bounds an outage: after it,
 * requests are refused without asking Redis.
 */
export interface ReplayGuard {
  /** Lets a request through to Redis. Throws `service_unavailable` where nobody can be admitted now. */
  enter(shard: number): Ticket;
  /** Throws `service_unavailable` for a link that may have been used before a loss. */
  checkIat(iat: number): void;
  /**
   * Makes sense of what a checked script answered: a count or flag is passed on. Throws `service_unavailable` for a
   * fault, and where the store had to be examined since the ticket was given: the answer may come from another server.
   */
  accept(ticket: Ticket, answer: unknown): number;
  /** Remembers how many links of a shard were used, as a claim answered: it can never be fewer. */
  noteClaim(shard: number, count: number): void;
  /** Begins to beat; resolves when the store was examined for the first time, with whatever outcome. */
  start(): Promise<void>;
  state(): GuardState;
  /** Has `listener` called after each beat that all of the store answered well. */
  onBeat(listener: () => void): void;
  close(): Promise<void>;
}

/** Leave to ask Redis about a link of one shard. */
export interface Ticket {
  readonly shard: number;
  /** Epoch of the store; a session of another one is over. */
  readonly epoch: string;
  /** What a checked script is told: epoch, claims seen, this process's time and its greatest skew. */
  readonly words: readonly (string | number)[];
  readonly generation: number;
}

/** What the guard knows, for health checks and metrics. */
export interface GuardState {
  /** Whether links are admitted now. */
  readonly ready: boolean;
  /** Why not, in words; `undefined` while ready. */
  readonly reason: string | undefined;
  /** Links with an `iat` up to this (seconds) are refused; 0 where nothing was ever lost. */
  readonly refuseUntilIat: number;
  /** Losses declared since the installation began. */
  readonly losses: number;
  /** Milliseconds by which Redis's clock is ahead of this process's; `undefined` before the first beat. */
  readonly clockSkew: number | undefined;
}

/** What the guard works with. */
export interface GuardParts {
  /** Id of this process, by which its connection is named: see `clientName`. */
  readonly id: string;
  readonly client: RedisClient;
  readonly run: RunScript;
  readonly rows: GuardRows;
  readonly clock: Clock;
  readonly log: GuardLog;
  /** Greatest difference of clocks, in milliseconds. Default: 10,000; a test that moves its own clock sets it otherwise. */
  readonly skewMax?: number;
}

export interface GuardLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
