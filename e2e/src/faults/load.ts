import { setTimeout as delay } from 'node:timers/promises';
import { Ledger, isUnavailable } from './ledger.ts';
import type { Attempt, Entry } from './ledger.ts';
import type { LoadPartner } from './partner.ts';
import { peek, redeem } from './viewer.ts';

/** Viewers who keep coming, whatever becomes of those before them. */
export interface Load {
  readonly ledger: Ledger;
  /** Most viewers who were waiting at one time. */
  readonly mostWaiting: () => number;
  /** Lets no more viewers come; resolves when all have gone. */
  stop(): Promise<void>;
}

/** Who comes, how often and where to. */
export interface LoadOptions {
  readonly partner: LoadPartner;
  /** Ports of the instances a viewer may be sent to, asked anew for each request. */
  readonly ports: () => readonly number[];
  /** New links a second; default 40. */
  readonly rate?: number;
}

/** Tries of one viewer while the answer is: not now. */
const tries = 4;
/** Milliseconds between them. */
const pause = 400;

/**
 * Starts an open-loop load: each link comes at its time, answered or not the ones before. Of ten viewers two redeem
 * at two places at once, one goes away early and comes back, one redeems again after the answer, the others look first
 * and then redeem.
 */
export function startLoad({ partner, ports, rate = 40 }: LoadOptions): Load {
  const ledger = new Ledger();
  const waiting = new Set<Promise<void>>();
  const startedAt = performance.now();
  let most = 0;
  let turn = 0;

  const anyPort = (): number => {
    const now = ports();
    return now[(turn += 1) % now.length] ?? 0;
  };

  async function again(entry: Entry, first: Promise<Attempt>): Promise<void> {
    let attempt = await first;
    for (let made = 1; made < tries && isWorthAnother(attempt); made += 1) {
      await delay(pause);
      attempt = await redeem(anyPort(), entry);
    }
  }

  async function visit(entry: Entry, kind: number): Promise<void> {
    if (kind < 2) {
      await Promise.all([again(entry, redeem(anyPort(), entry)), again(entry, redeem(anyPort(), entry))]);
    } else if (kind === 2) {
      await again(entry, redeem(anyPort(), entry, 1 + Math.random() * 20));
    } else {
      if (kind > 3) await peek(anyPort(), entry);
      await again(entry, redeem(anyPort(), entry));
      if (kind === 3) await redeem(anyPort(), entry);
    }
  }

  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * rate;
    while (ledger.entries.length < due) {
      const entry = ledger.issue(partner.link());
      const visitor = visit(entry, ledger.entries.length % 10).finally(() => waiting.delete(visitor));
      waiting.add(visitor);
    }
    most = Math.max(most, waiting.size);
  }, 10);

  return {
    ledger,
    mostWaiting: () => most,
    async stop() {
      clearInterval(timer);
      while (waiting.size > 0) await Promise.all(waiting);
    },
  };
}

function isWorthAnother(attempt: Attempt): boolean {
  return isUnavailable(attempt) || attempt.outcome === 'timeout' || attempt.outcome === 'unreachable';
}
