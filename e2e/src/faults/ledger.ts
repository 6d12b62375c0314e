import type { Link } from './partner.ts';

/** One request of a viewer, and what came of it. Times are milliseconds of `performance.now()`. */
export interface Attempt {
  readonly at: number;
  readonly ms: number;
  readonly port: number;
  readonly action: 'peek' | 'redeem';
  /** `admitted`, the code of the refusal, `timeout` or `unreachable`. */
  readonly outcome: string;
  readonly status: number | undefined;
  /** Seconds that the refusal asks to wait. */
  readonly retryAfter: number | undefined;
  /** The viewer gave up on purpose before an answer could be expected. */
  readonly impatient: boolean;
}

/** A session as the viewer who opened it knows it. */
export interface Admission {
  readonly sessionToken: string;
  readonly sessionId: string;
}

/** One link, and all that was seen of it. */
export interface Entry {
  readonly link: Link;
  readonly issuedAt: number;
  readonly attempts: Attempt[];
  /** More than one is what must never be. */
  readonly admissions: Admission[];
}

/** All links of a run. */
export class Ledger {
  readonly entries: Entry[] = [];

  issue(link: Link): Entry {
    const entry = { link, issuedAt: performance.now(), attempts: [], admissions: [] };
    this.entries.push(entry);
    return entry;
  }

  attempts(): readonly Attempt[] {
    return this.entries.flatMap(({ attempts }) => attempts);
  }
}

/** Whether an attempt was answered by a refusal that says: not now, come again. */
export function isUnavailable({ outcome, status }: Attempt): boolean {
  return outcome === 'service_unavailable' && status === 503;
}
