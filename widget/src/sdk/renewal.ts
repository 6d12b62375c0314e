import type { Clock } from './clock.ts';
import { readLink } from './link.ts';
import type { HostEvents, LinkAnswer, MountOptions } from './host-api.d.ts';

/** Links refused in a row after which no more are asked for. */
const refusalsMax = 5;
/** A session that lives shorter than this (in milliseconds) counts as a refused link. */
const stableTime = 10_000;
/** How long `getLink` may take, in milliseconds. */
const fetchTime = 30_000;

export interface RenewalOptions {
  readonly getLink: MountOptions['getLink'];
  /** Uses a link; `succeeded`, `needed` or `stop` is called when its fate is known. */
  readonly deliver: (link: URL) => void;
  readonly fail: (error: HostEvents['error']) => void;
  readonly online: () => boolean;
  readonly clock: Clock;
}

/**
 * Gets fresh links and sees to it that they are asked for one at a time, later and later (1 to 60 seconds, with
 * jitter) while they do not help, and no more at all when they are refused again and again.
 */
export interface Renewal {
  /**
   * The session needs a fresh link; where one is on its way already, this does nothing. `passing`: the last link was
   * not refused, the service could not look at it, so it is worth asking for ever.
   */
  needed(passing?: boolean): void;
  /** The host asks for a fresh link now: what failed before is forgotten. */
  force(): void;
  /** The network is back or the page is seen again: a waiting retry is due now. */
  hurry(): void;
  /** The link that was delivered opened a session. */
  succeeded(): void;
  /** Nobody said what became of the link. */
  unanswered(): void;
  /** A fresh link cannot help: only the host, or a session that opens after all, starts it again. */
  stop(): void;
  /** Nothing is done any more. */
  destroy(): void;
  /** Whether a link was delivered whose fate is not known yet. */
  readonly pending: boolean;
}

/** Starts a renewal with nothing under way. */
export function createRenewal({ getLink, deliver, fail, online, clock }: RenewalOptions): Renewal {
  let state: 'idle' | 'waiting' | 'fetching' | 'delivered' | 'stopped' | 'destroyed' = 'idle';
  let failures = 0;
  let refusals = 0;
  let succeededAt = -Infinity;
  let cancel = () => {};
  let round = 0;

  function schedule(least = 0): void {
    const tries = failures + refusals;
    const backoff = tries === 0 ? 0 : Math.min(1000 * 2 ** (tries - 1), 60_000) * (0.5 + clock.random() / 2);
    const delay = Math.max(backoff, least);
    cancel();
    state = 'waiting';
    if (delay === 0) void fetch();
    else cancel = clock.after(delay, () => void fetch());
  }

  function failed(message: string): void {
    failures += 1;
    // Timers say nothing about a network that is gone: wait for `online`, and look once a minute.
    schedule(online() ? 0 : 60_000);
    fail({ code: 'link_unavailable', message, requestId: null, retryable: true });
  }

  async function fetch(): Promise<void> {
    cancel();
    state = 'fetching';
    round += 1;
    const mine = round;
    const isCurrent = () => mine === round && state === 'fetching';
    cancel = clock.after(fetchTime, () => failed('getLink() did not answer within 30 seconds.'));
    let answer: LinkAnswer;
    try {
      answer = await getLink();
    } catch (error) {
      if (isCurrent()) failed(`getLink() failed: ${messageOf(error)}`);
      return;
    }
    if (isCurrent()) use(answer);
  }

  function use(answer: LinkAnswer): void {
    cancel();
    let link: URL;
    try {
      link = readLink(answer);
    } catch (error) {
      state = 'stopped';
      return fail({ code: 'link_invalid', message: messageOf(error), requestId: null, retryable: false });
    }
    state = 'delivered';
    deliver(link);
  }

  return {
    needed(passing = false) {
      if (state !== 'idle' && state !== 'delivered') return;
      if (passing) failures += 1;
      else if (state === 'delivered' || clock.now() - succeededAt < stableTime) refusals += 1;
      else failures = refusals = 0;
      if (refusals < refusalsMax) return schedule();
      state = 'stopped';
      const message = 'Fresh links were refused again and again. See the errors before this one.';
      fail({ code: 'link_refused', message, requestId: null, retryable: false });
    },
    force() {
      if (state === 'fetching' || state === 'destroyed') return;
      failures = refusals = 0;
      void fetch();
    },
    hurry() {
      if (state === 'waiting') void fetch();
    },
    succeeded() {
      if (state === 'delivered' || state === 'stopped') state = 'idle';
      succeededAt = clock.now();
    },
    unanswered() {
      if (state === 'delivered') state = 'idle';
    },
    stop() {
      cancel();
      state = 'stopped';
    },
    destroy() {
      cancel();
      state = 'destroyed';
    },
    get pending() {
      return state === 'delivered';
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
