import { setTimeout as delay } from 'node:timers/promises';
import { InlayError } from '@inlay/shared';
import { timeLeft } from '../deadline.ts';
import { oneByOne } from './one-by-one.ts';
import { commandTimeout, settled, wake } from './redis-connection.ts';
import { clockSkewMax, faults, leaseTime } from './redis-scripts.ts';
import { readIdentity } from './redis-servers.ts';
import { createExamination } from './replay-examination.ts';
import type { Findings } from './replay-examination.ts';
import type { GuardParts, ReplayGuard, Ticket } from './replay-guard.ts';
import { markerKey, shards } from './shards.ts';

const beatInterval = 500;
/** Milliseconds for which a good beat is relied on. Shorter than the lease, so that a process falls silent before it ends. */
const trustTime = leaseTime - beatInterval;
/** Milliseconds between two looks at the database: whether another process declared a loss. */
const reviewInterval = 1_000;
/** Milliseconds without such a look after which nobody is admitted: far less than the time for which a loss refuses. */
const reviewMax = 8_000;
/** Milliseconds between two reports of what this process has seen. */
const reportInterval = 3_000;
/** Milliseconds without a report after which a process that has no Redis may have admitted somebody. */
const reportMax = 10_000;
/** Milliseconds until an examination that waits for others asks again. */
const examineInterval = 100;
/** Seconds a refused caller is told to wait. */
const shortly = 2;

/** The guard that beats: see `ReplayGuard` for what it promises and how. */
export function createReplayGuard(parts: GuardParts): ReplayGuard {
  const { client, run, rows, clock, log, skewMax = clockSkewMax } = parts;
  const reach = reportInterval + reviewMax + commandTimeout;
  const examination = createExamination({ ...parts, skewMax, reach });
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
  /** Whether there was a review since the examination. */
  let isReviewed = false;
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
    isReviewed = false;
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
    if (answers.every((answer) => answer !== undefined && answer[0] >= 0)) {
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
    const now = clock() + (clockSkew ?? 0);
    const silence = performance.now() - reportedAt;
    if (silence >= reportInterval) {
      // A database that can be read and not be written to keeps others from admitting, too.
      const isReported = await examination.report(known, marks, now, false).then(
        () => true,
        () => false,
      );
      if (isReported && silence > reportMax) {
        raiseDoubt();
        return examine();
      }
      if (isReported) reportedAt = performance.now();
    }
    // What was under way while this process was examining is seen by now.
    const refuseUntilIat = isReviewed ? row.refuseUntilIat : await examination.refuseOfDatabase(row, now);
    if (inDoubt) return;
    isReviewed = true;
    known = { ...known, refuseUntilIat };
    reviewedAt = performance.now();
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
    onBeat: (listener) => void listeners.push(listener),
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      raiseDoubt();
      // What this process has seen, for those that go on: it claims nothing more.
      const now = clock() + (clockSkew ?? 0);
      if (known !== undefined) await examination.report(known, marks, now, true).catch(() => undefined);
    },
  };
}
