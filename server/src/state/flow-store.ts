/**
 * Keeps the state of flows that end within minutes: who is on the way to a provider and will come back. Keys are hashes of
 * ids that only the flow's own parties know; values are sealed by those who put them in.
 *
 * The atomic promise: of any number of `create` calls for one key, of `replace` calls with one `before`, and of `take`
 * calls for one key, on any number of processes, exactly one succeeds. A failure to answer is thrown, as
 * `service_unavailable` where the store is away. What has expired is not there.
 */
export interface FlowStore {
  /** Puts in what must not be there yet, for `lifetime` milliseconds; says whether it did. */
  create(key: string, value: string, lifetime: number): Promise<boolean>;
  read(key: string): Promise<string | undefined>;
  /** Puts `next` in the place of `before`, unless something else stands there; the end stays. Says whether it did. */
  replace(key: string, before: string, next: string): Promise<boolean>;
  /** Reads and removes in one step. */
  take(key: string): Promise<string | undefined>;
  /** Removes what has expired. A store that forgets by itself does nothing. */
  sweep(): Promise<void>;
}
