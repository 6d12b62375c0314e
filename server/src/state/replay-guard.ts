import { setTimeout as delay } from 'node:timers/promises';
import { InlayError } from '@inlay/shared';
import type { Clock } from '../clock.ts';
import { timeLeft } from '../deadline.ts';
import type { GuardRows } from './replay-guard-rows.ts';
import { createExamination } from './replay-examination.ts';
import type { Findings } from './replay-examination.ts';
import { commandTimeout, settled, wake } from './redis-connection.ts';
import type { RedisClient } from './redis-connection.ts';
import { clockSkewMax, faults, leaseTime } from './redis-scripts.ts';
import type { RunScript } from './redis-scripts.ts';
import { readIdentity } from './redis-servers.ts';
import { markerKey, shards } from './shards.ts';

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
  /** Has `listener` called when the store answers again after a failure. */
  onRecovery(listener: () => void): void;
  close(): Promise<void>;
}

/** Leave to ask Redis about a link of one shard. */
export interface Ticket {
  readonly shard: number;
  /** Epoch of the store; a session of another one is over. */
  readonly epoch: string;
  /** The words that every checked script begins with. */
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

const beatInterval = 500;
/** Milliseconds for which a good beat is relied on. Shorter than the lease, so that a process falls silent before it ends. */
const trustTime = leaseTime - beatInterval;
/** Milliseconds between two looks at the database: whether another process declared a loss. */
const reviewInterval = 1_000;
/** Milliseconds without such a look after which nobody is admitted: far less than the time for which a loss refuses. */
const reviewMax = 8_000;
/** Milliseconds between two reports of what this process has seen. */
const reportInterval = 3_000;
/** Milliseconds until an examination that waits for others asks again. */
const examineInterval = 100;
/** Seconds a refused caller is told to wait. */
const shortly = 2;

export function createReplayGuard(parts: GuardParts): ReplayGuard {
  const { client, run, rows, clock, log, skewMax = clockSkewMax } = parts;
  const examination = createExamination(parts);
  /** Claims seen, by shard. */
  const marks = shards.map(() => 0);
  /** Until when, by the monotonic clock, a shard's last good beat is relied on. */
  const trustedUntil = shards.map(() => 0);
  let known: Findings | undefined;
  /** Counts the times at which the store came into doubt. */
  let generation = 0;
  /** Whether the store must be examined before anybody is admitted. */
  let inDoubt = true;
  let reason: string | undefined = 'not examined yet';
  let clockSkew: number | undefined;
  let reviewedAt = Number.NEGATIVE_INFINITY;
  let reportedAt = Number.NEGATIVE_INFINITY;
  let examining: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let started: Promise<void> | undefined;
  let closed = false;
  const listeners: (() => void)[] = [];

  const unavailable = (detail: string, retryAfter = shortly): InlayError =>
    new InlayError('service_unavailable', { detail: `store of used links: ${detail}`, retryAfter });
  const wordsFor = (shard: number, epoch: string): Ticket['words'] => [epoch, marks[shard] ?? 0, clock(), skewMax];

  /** Whether a shard's last beat, and the last look at the database, are recent enough to go by. */
  function isTrusted(shard: number): boolean {
    const now = performance.now();
    return !inDoubt && client.status === 'ready' && now <= (trustedUntil[shard] ?? 0) && now - reviewedAt <= reviewMax;
  }

  function raiseDoubt(): void {
    inDoubt = true;
    generation += 1;
    reason = 'it is being examined';
    trustedUntil.fill(0);
  }

  /** Takes a count, or says what the fault means for everybody. */
  function take(shard: number, answer: number): void {
    if (answer >= 0) marks[shard] = Math.max(marks[shard] ?? 0, answer);
    else if (answer === faults.skew) {
      trustedUntil[shard] = 0;
      reason = `its clock and this machine’s differ by more than ${skewMax / 1000} s`;
    } else {
      raiseDoubt();
      void examine();
    }
  }

  /** Looks closer, once for however many ask, until it is clear what holds. */
  function examine(): Promise<void> {
    examining ??= lookCloser().finally(() => (examining = undefined));
    return examining;
  }

  async function lookCloser(): Promise<void> {
    try {
      for (;;) {
        const doubt = generation;
        const findings = await examination.examine(known, marks);
        if (closed) return;
        if (findings !== undefined && doubt === generation) {
          adopt(findings);
          break;
        }
        await delay(examineInterval, undefined, { ref: false });
      }
      await beat();
    } catch (error) {
      reason = `it cannot be examined (${(error as Error).message})`;
      log.warn({ err: error }, 'the store of used links cannot be examined; nobody is admitted');
    }
  }

  function adopt(findings: Findings): void {
    if (findings.epoch !== known?.epoch) marks.fill(0);
    for (const [shard, count] of findings.counts.entries()) marks[shard] = Math.max(marks[shard] ?? 0, count);
    known = findings;
    inDoubt = false;
    reviewedAt = reportedAt = performance.now();
  }

  /** Beats every shard; what answers well is trusted for a time. */
  async function beat(): Promise<void> {
    if (known === undefined || inDoubt) return;
    const { epoch } = known;
    const sentAt = performance.now();
    const doubt = generation;
    const outcomes = await Promise.allSettled(
      shards.map(async (shard) => {
        const answer = await run('inlayBeat', markerKey(shard), ...wordsFor(shard, epoch));
        return answer as [outcome: number, time: number];
      }),
    );
    if (doubt !== generation || closed) return;
    const answers = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : undefined));
    for (const [shard, answer] of answers.entries()) {
      if (answer === undefined) continue;
      clockSkew = answer[1] - clock();
      take(shard, answer[0]);
      if (doubt !== generation) return;
      if (answer[0] >= 0) trustedUntil[shard] = sentAt + trustTime;
    }
    const failures = outcomes
      .filter((outcome) => outcome.status === 'rejected')
      .map(({ reason: error }) => error as Error);
    if (failures.length > 0) reason = `it does not answer (${failures[0]?.message})`;
    // Where nothing at all comes back, the connection may be dead without a word: whatever waits on it fails now.
    const isSilent = failures.length === shards.length && failures.every(({ name }) => name !== 'ReplyError');
    if (isSilent && client.status === 'ready') client.disconnect(true);
    if (answers.every((answer) => answer !== undefined && answer[0] >= 0) && reason !== undefined) {
      reason = undefined;
      for (const listener of listeners) listener();
    }
  }

  /** Whether the database and the servers are still what was known of them. */
  async function review(): Promise<void> {
    const [row, servers] = await Promise.all([rows.read(), readIdentity(client)]);
    if (known === undefined || inDoubt) return;
    if (row?.epoch !== known.epoch || row.servers !== known.servers || servers !== known.servers) {
      raiseDoubt();
      return examine();
    }
    reviewedAt = performance.now();
    if (reviewedAt - reportedAt < reportInterval) return;
    await examination.report(known, marks, false);
    reportedAt = performance.now();
  }

  const askForBeat = oneByOne(beat);
  const askForReview = oneByOne(review);
  function tick(): void {
    wake(client);
    if (inDoubt) void examine();
    else askForBeat();
    if (!inDoubt && performance.now() - reviewedAt >= reviewInterval) askForReview();
  }

  // Another connection may lead to another server, or to one that started anew: nobody is admitted before that is known.
  client.on('ready', () => {
    raiseDoubt();
    if (timer !== undefined) void examine();
  });

  async function begin(): Promise<void> {
    await settled(client, commandTimeout);
    if (closed) return;
    timer = setInterval(tick, beatInterval).unref();
    await examine();
  }

  return {
    enter(shard) {
      if (known === undefined || !isTrusted(shard)) throw unavailable(reason ?? 'it does not answer');
      if (timeLeft() < commandTimeout) throw unavailable('the request has no time left for it');
      return { shard, epoch: known.epoch, words: wordsFor(shard, known.epoch), generation };
    },
    accept(ticket, answer) {
      const number = Number(answer);
      if (ticket.generation !== generation) throw unavailable('it came into doubt meanwhile');
      if (number < 0) {
        take(ticket.shard, number);
        throw unavailable(reason ?? 'it is being examined');
      }
      return number;
    },
    noteClaim: take,
    checkIat(iat) {
      if (known === undefined || iat > known.refuseUntilIat) return;
      const seconds = known.refuseUntilIat - clock() / 1000;
      throw unavailable('links of before a loss of it are refused', Math.max(shortly, Math.ceil(seconds) + 1));
    },
    start: () => (started ??= begin()),
    state() {
      const ready = shards.every(isTrusted);
      return {
        ready,
        reason: ready ? undefined : (reason ?? 'it does not answer'),
        refuseUntilIat: known?.refuseUntilIat ?? 0,
        losses: known?.losses ?? 0,
        clockSkew,
      };
    },
    onRecovery: (listener) => void listeners.push(listener),
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      raiseDoubt();
      // What this process has seen, for those that go on: it claims nothing more.
      if (known !== undefined) await examination.report(known, marks, true).catch(() => undefined);
    },
  };
}

/**
 * Runs `work`, one run at a time: what asks during a run has it run once more, straight after. A beat that is slow must not
 * make the next one late by a whole interval. A failure is left to the next time.
 */
function oneByOne(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  return function ask() {
    again = running;
    if (running) return;
    running = true;
    work()
      .catch(() => undefined)
      .finally(() => {
        running = false;
        if (again) ask();
      });
  };
}
