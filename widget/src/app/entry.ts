import type { RedeemAnswer } from '@inlay/shared/embed-api';

/** A try that the page offers, and whether one is under way. */
export interface Trial {
  readonly busy: boolean;
  run(attempt: () => Promise<void>): void;
}

/** How a frame comes by its session, and what one sees of that. */
export interface Entry {
  /** Begins, with what the address of the page brought. */
  open(): Promise<void>;
  /** Makes a session of a token that admits once. */
  redeem(token: string, path: string): Promise<RedeemAnswer>;
  /** Begins to find a session in place of one that ended; `false` where that takes a person. `reason`: a code. */
  renew(reason: string): boolean;
  /** What stands in the page while there is no session. */
  view(trial: Trial): unknown;
  /** What stands above the page. */
  head?(): unknown;
  /** What stands below it. */
  foot?(): unknown;
}
