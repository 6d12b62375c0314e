import { isSecretOf, newSecret, sha256 } from './hashes.ts';
import type { Records } from './records.ts';

/** One way to Jodoo's authorization page and back, found by the state that comes back. */
export interface Way {
  readonly integrationId: string;
  readonly path: string;
  /** Hash of the secret of the browser that set out. */
  readonly browser: string;
  /** Key of the attempt that waits for it. */
  readonly attempt: string | null;
  /** Set out without anybody's doing, in a frame that nobody sees. */
  readonly silent: boolean;
  /** Set out in a frame, whose cookies are kept apart. */
  readonly framed: boolean;
}

/** Milliseconds for which somebody may be away. */
export const wayLifetime = 10 * 60_000;

/**
 * Ways by their states (RFC 6749 §10.12): 256 bits, of one use, and of the one browser that holds the secret. A state is
 * spent by whatever comes back with it, also by another browser (A54, A55).
 */
export interface Ways {
  begin(way: Omit<Way, 'browser'>): Promise<{ readonly state: string; readonly secret: string }>;
  take(state: string): Promise<Way | undefined>;
}

export function createWays(records: Records): Ways {
  const keyOf = (state: string): string => `jodoo-state/${sha256(state)}`;
  return {
    async begin(way) {
      const [state, secret] = [newSecret(), newSecret()];
      await records.create(keyOf(state), { ...way, browser: sha256(secret) } satisfies Way, wayLifetime);
      return { state, secret };
    },
    take: (state) => records.take<Way>(keyOf(state)),
  };
}

/** Whether a browser that showed `secret` is the one that set out. */
export function isOfBrowser(way: Way, secret: string | undefined): boolean {
  return secret !== undefined && isSecretOf(secret, way.browser);
}
