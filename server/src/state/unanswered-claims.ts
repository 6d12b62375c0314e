/**
 * Claims whose answer never came. Whoever asked was refused, but the store may have carried the claim out, or may do so
 * yet: it is taken back, so that the link is good for another attempt.
 */
export interface UnansweredClaims<Claim> {
  add(link: string, claim: Claim): void;
  isEmpty(): boolean;
  /** Takes back what there is of one link, before it is claimed again. Throws what the store throws. */
  settle(link: string): Promise<void>;
  /** Takes back what is due, one after the other; ends at the first that fails. Call it while the store answers. */
  takeBack(): void;
}

interface Entry<Claim> {
  readonly link: string;
  readonly claim: Claim;
  readonly at: number;
  /** By the monotonic clock; nothing is tried before. */
  dueAt: number;
  /** Milliseconds until it is looked for again where it is not there. */
  patience: number;
}

/** Milliseconds for which a claim is worth taking back: no link lives longer. */
const worthTime = 60_000;
/** Milliseconds after which a claim that was not there is looked for again, and twice as many each time: it may be under way. */
const firstPatience = 1_000;
/** Most claims that are remembered; further ones stay claimed. */
const claimsMax = 10_000;

/** `release` undoes a claim where it is exactly this one that was carried out, and says whether it was. */
export function createUnansweredClaims<Claim>(release: (claim: Claim) => Promise<boolean>): UnansweredClaims<Claim> {
  const entries = new Set<Entry<Claim>>();
  /** The latest of a link that was not looked for yet. */
  const byLink = new Map<string, Entry<Claim>>();
  let isWorking = false;

  async function look(entry: Entry<Claim>): Promise<void> {
    const isReleased = await release(entry.claim);
    forgetLink(entry);
    if (isReleased) entries.delete(entry);
    entry.dueAt = performance.now() + entry.patience;
    entry.patience *= 2;
  }

  async function work(): Promise<void> {
    for (const entry of entries) {
      const now = performance.now();
      if (now - entry.at > worthTime) {
        entries.delete(entry);
        forgetLink(entry);
      } else if (now >= entry.dueAt) await look(entry);
    }
  }

  function forgetLink(entry: Entry<Claim>): void {
    if (byLink.get(entry.link) === entry) byLink.delete(entry.link);
  }

  return {
    add(link, claim) {
      if (entries.size >= claimsMax) return;
      const now = performance.now();
      const entry = { link, claim, at: now, dueAt: now, patience: firstPatience };
      entries.add(entry);
      byLink.set(link, entry);
    },
    isEmpty: () => entries.size === 0,
    async settle(link) {
      const entry = byLink.get(link);
      if (entry !== undefined) await look(entry);
    },
    takeBack() {
      if (isWorking || entries.size === 0) return;
      isWorking = true;
      work()
        .catch(() => undefined)
        .finally(() => (isWorking = false));
    },
  };
}
