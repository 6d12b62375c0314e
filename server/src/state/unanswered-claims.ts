/**
 * Claims whose answer never came. Whoever asked was refused, but the store may have carried the claim out, or may do so
 * yet: it is taken back, so that the link is good for another attempt.
 */
export interface UnansweredClaims<Claim> {
  add(claim: Claim): void;
  isEmpty(): boolean;
  /** Takes back what is due, one after the other; ends at the first that fails. Call it while the store answers. */
  takeBack(): void;
}

interface Entry<Claim> {
  readonly claim: Claim;
  readonly at: number;
  /** By the monotonic clock; nothing is tried before. */
  dueAt: number;
  /** Whether it was looked for once, and not there. */
  wasMissing: boolean;
}

/** Milliseconds for which a claim is worth taking back: no link lives longer. */
const worthTime = 60_000;
/** Milliseconds after which a claim that was not there is looked for again: it may have been under way. */
const secondLook = 2_000;
/** Most claims that are remembered; further ones stay claimed. */
const claimsMax = 10_000;

/** `release` undoes a claim where it is exactly this one that was carried out, and says whether it was. */
export function createUnansweredClaims<Claim>(release: (claim: Claim) => Promise<boolean>): UnansweredClaims<Claim> {
  const entries = new Set<Entry<Claim>>();
  let isWorking = false;

  async function work(): Promise<void> {
    for (const entry of entries) {
      const now = performance.now();
      const isWorth = now - entry.at <= worthTime;
      if (isWorth && now < entry.dueAt) continue;
      if (!isWorth || (await release(entry.claim)) || entry.wasMissing) {
        entries.delete(entry);
        continue;
      }
      entry.wasMissing = true;
      entry.dueAt = performance.now() + secondLook;
    }
  }

  return {
    add(claim) {
      const now = performance.now();
      if (entries.size < claimsMax) entries.add({ claim, at: now, dueAt: now, wasMissing: false });
    },
    isEmpty: () => entries.size === 0,
    takeBack() {
      if (isWorking || entries.size === 0) return;
      isWorking = true;
      work()
        .catch(() => undefined)
        .finally(() => (isWorking = false));
    },
  };
}
