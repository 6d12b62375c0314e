/** Something that can be watched: it calls its watchers after each change. */
export class Changing {
  readonly #watchers = new Set<() => void>();

  /** Calls `watcher` after each change; returns what ends the watching. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** Tells the watchers. */
  protected changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
