import { readLink } from './link.ts';
import type { Scope } from './scope.ts';
import type { LinkAnswer, MountOptions } from './host-api.d.ts';

/** Links refused in a row after which no more are asked for. */
const refusalsMax = 5;
/** A session that lives shorter than this (in milliseconds) counts as a refused link. */
const stableTime = 10_000;
/** How long `getLink` may take, in milliseconds. */
const fetchTime = 30_000;

export interface RenewalOptions {
  readonly getLink: MountOptions['getLink'];
  /** Uses a link; `succeeded` or `needed` tells its fate. */
  readonly deliver: (link: URL) => void;
  readonly fail: (code: string, message: string, retryable: boolean) => void;
  readonly online: () => boolean;
  readonly scope: Scope;
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
}

/** Starts a renewal with nothing under way. */
export function createRenewal({ getLink, deliver, fail, online, scope }: RenewalOptions): Renewal {
  let state: 'idle' | 'waiting' | 'fetching' | 'delivered' | 'stopped' = 'idle';
  let failures = 0;
  let refusals = 0;
  let succeededAt = -Infinity;
  let cancel = () => {};
  let round = 0;

  function schedule(): void {
    const tries = failures + refusals;
    const backoff = Math.min(1000 * 2 ** (tries - 1), 60_000) * (0.5 + Math.random() / 2);
    cancel();
    state = 'waiting';
    // Timers say nothing about a network that is gone: wait for `hurry`, and look once a minute.
    if (tries === 0) void fetch();
    else cancel = scope.after(online() ? backoff : 60_000, () => void fetch());
  }

  function failed(message: string): void {
    failures += 1;
    schedule();
    fail('link_unavailable', message, true);
  }

  async function fetch(): Promise<void> {
    if (scope.ended) return;
    cancel();
    state = 'fetching';
    round += 1;
    const mine = round;
    const isCurrent = () => mine === round && state === 'fetching' && !scope.ended;
    cancel = scope.after(fetchTime, () => failed('getLink() did not answer within 30 seconds.'));
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
    state = 'stopped';
    let link: URL;
    try {
      link = readLink(answer);
    } catch (error) {
      return fail('link_invalid', messageOf(error), false);
    }
    state = 'delivered';
    deliver(link);
  }

  return {
    needed(passing = false) {
      if (state !== 'idle' && state !== 'delivered') return;
      if (state === 'idle' && Date.now() - succeededAt >= stableTime) failures = refusals = 0;
      else if (passing) failures += 1;
      else refusals += 1;
      if (refusals < refusalsMax) return schedule();
      state = 'stopped';
      fail('link_refused', 'Links are refused each time.', false);
    },
    force() {
      if (state === 'fetching') return;
      failures = refusals = 0;
      void fetch();
    },
    hurry() {
      if (state === 'waiting') void fetch();
    },
    succeeded() {
      succeededAt = Date.now();
      if (state === 'fetching') return;
      cancel();
      state = 'idle';
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
