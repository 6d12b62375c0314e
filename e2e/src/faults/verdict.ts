import { setTimeout as delay } from 'node:timers/promises';
import type { Entry, Ledger } from './ledger.ts';
import type { LoadPartner } from './partner.ts';
import { isAlive, redeem } from './viewer.ts';

/** What the ledger and the server's own records say together, each a list of jtis. */
export interface Verdict {
  readonly links: number;
  /** Links whose viewers saw two admissions, or which the audit says were admitted twice. */
  readonly twice: readonly string[];
  /** Links with more than one session. */
  readonly manySessions: readonly string[];
  /** Admissions a viewer saw, whose session does not answer or is not listed. */
  readonly lostSessions: readonly string[];
  /**
   * Links that count as used and have no session. Not counted where a claim at another instance had no good answer: that one
   * may take it back at any moment.
   */
  readonly spentForNothing: readonly string[];
  /** Admissions a viewer saw, of which the audit knows nothing. */
  readonly unaudited: readonly string[];
  /** Links that were tried once more after all was over. */
  readonly replayed: number;
}

/** Age in seconds up to which a link is tried once more: older ones may expire on the way. */
const replayable = 22;

/**
 * Judges a ledger when all is over and the instance at `port` is well: tries each link once more that is not too old,
 * and compares what viewers saw with the sessions and the audit that the partner API lists.
 */
export async function judge(ledger: Ledger, partner: LoadPartner, port: number): Promise<Verdict> {
  const { entries } = ledger;
  const oldest = Date.now() / 1_000 - replayable;
  const timely = entries.filter(({ link }) => link.iat >= oldest);
  await inBatches(timely, (entry) => redeem(port, entry));

  const sessions = await partner.list<{ id: string; path: string }>(port, '/sessions');
  const byPath = groupBy(sessions, ({ path }) => path);
  const sessionIds = new Set(sessions.map(({ id }) => id));
  const dead = new Set<string>();
  await inBatches(
    entries.flatMap(({ admissions }) => admissions),
    async ({ sessionToken, sessionId }) => {
      if (!sessionIds.has(sessionId) || !(await isAlive(port, sessionToken))) dead.add(sessionId);
    },
  );
  const admitted = entries.filter(({ admissions }) => admissions.length > 0);
  const audited = await auditOf(admitted, partner, port);
  const jtis = (isSo: (entry: Entry) => boolean): readonly string[] => entries.filter(isSo).map(({ link }) => link.jti);

  return {
    links: entries.length,
    replayed: timely.length,
    twice: jtis(({ link, admissions }) => admissions.length > 1 || (audited.get(link.jti) ?? 0) > 1),
    manySessions: jtis(({ link }) => (byPath.get(link.path)?.length ?? 0) > 1),
    lostSessions: jtis(({ admissions }) => admissions.some(({ sessionId }) => dead.has(sessionId))),
    spentForNothing: jtis((entry) => isSpent(entry) && !byPath.has(entry.link.path)),
    unaudited: jtis(({ link, admissions }) => admissions.length > 0 && !audited.has(link.jti)),
  };
}

function isSpent({ attempts }: Entry): boolean {
  const last = attempts.at(-1);
  if (last?.outcome !== 'jti_reused') return false;
  const unsure = ['service_unavailable', 'timeout', 'unreachable'];
  return !attempts.some(({ action, outcome, port }) => {
    return action === 'redeem' && port !== last.port && unsure.includes(outcome);
  });
}

/** How often the audit says each link was admitted. Other instances may still be writing: waits while rows are missing. */
async function auditOf(admitted: readonly Entry[], partner: LoadPartner, port: number): Promise<Map<string, number>> {
  for (let tries = 1; ; tries += 1) {
    const rows = await partner.list<{ jti: string }>(port, '/audit-events?action=admission.redeem&outcome=accepted');
    const byJti = groupBy(rows, ({ jti }) => jti);
    if (tries === 4 || admitted.every(({ link }) => byJti.has(link.jti))) {
      return new Map([...byJti].map(([jti, { length }]) => [jti, length]));
    }
    await delay(300);
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(items, keyOf);
}

/** Does it to each, eight at a time. */
async function inBatches<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += 8) await Promise.all(items.slice(start, start + 8).map(act));
}
