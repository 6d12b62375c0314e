import { randomBytes } from 'node:crypto';
import type { Person } from './people.ts';

interface Issued {
  readonly suiteId: string;
  readonly person: Person;
  readonly until: number;
}

/** Codes that are given out and not yet used: each for one app and one use, and for a short time. */
export class Codes {
  readonly #now: () => number;
  readonly #issued = new Map<string, Issued>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Gives out a code that lives for `lifetime` milliseconds. */
  issue(suiteId: string, person: Person, lifetime: number): string {
    const code = randomBytes(24).toString('base64url');
    for (const [key, { until }] of this.#issued) if (until <= this.#now()) this.#issued.delete(key);
    this.#issued.set(code, { suiteId, person, until: this.#now() + lifetime });
    return code;
  }

  /** Whose code it is; it is used up thereby. `undefined` where it is unknown, another app's, used or too old. */
  spend(suiteId: string, code: string): Person | undefined {
    const held = this.#issued.get(code);
    if (held === undefined || held.suiteId !== suiteId) return undefined;
    this.#issued.delete(code);
    return this.#now() < held.until ? held.person : undefined;
  }
}
