import { isUnavailable } from '../../database/is-unavailable.ts';
import type { JournalEntry } from './journal.ts';
import type { CredentialsParts } from './parts.ts';
import { fingerprintOf, sealTokens } from './stored.ts';
import { tokenColumns } from './token-columns.ts';

/**
 * What became of tokens that arrived: the row holds them; or it holds others already, which came later; or there is no
 * connection to hold them any more.
 */
export type Settlement = 'stored' | 'superseded' | 'gone';

/** Brings tokens from the journal into their row. */
export interface Settler {
  /**
   * Writes the tokens where the row still waits for them: it names the renewal that they answer, or holds the very
   * credentials whose place they take, also where somebody has declared those expired meanwhile. Then the entry goes.
   */
  settle(entry: JournalEntry): Promise<Settlement>;
  /** The same, tried again until it is done, for a database that is away. */
  settleLater(entry: JournalEntry): void;
  /** Settles what the journal holds of a connection, or of all; says whether any of it was stored. */
  recover(connection?: string): Promise<boolean>;
  close(): void;
}

/** Times a row may change under a settlement before it counts as a failure. */
const tries = 5;
/** Milliseconds between two tries while the database is away: twice as long each time. */
const retryMin = 250;
const retryMax = 5_000;

type Parts = Pick<
  CredentialsParts,
  'store' | 'events' | 'clock' | 'vault' | 'journal' | 'metrics' | 'log' | 'audit'
> & {
  /** Called with tokens that no connection holds any more. */
  readonly onGone: (entry: JournalEntry) => void;
};

export function createSettler(parts: Parts): Settler {
  const { store, events, clock, vault, journal, metrics, log, audit, onGone } = parts;
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;

  async function bring(entry: JournalEntry): Promise<Settlement> {
    for (let tried = 0; tried < tries; tried += 1) {
      const row = await store.byId(entry.connection);
      if (row === undefined || row.sealed_credentials === null) return 'gone';
      const isAnswer = row.refresh_id === entry.refreshId;
      if (!isAnswer && fingerprintOf(row.sealed_credentials) !== entry.before) return 'superseded';
      const now = clock();
      const told = await store.change(
        row,
        {
          ...tokenColumns(entry.tokens, entry.receivedAt),
          // Who took the old credentials for the present ones may have spent them: the next renewal says what is true.
          ...(isAnswer || entry.tokens.expiresAt === null ? {} : { renew_at: now }),
          status: 'connected',
          error_code: null,
          sealed_credentials: await sealTokens(vault, row.id, entry.tokens),
        },
        now,
      );
      if (told === undefined) continue;
      events.publish(told);
      return 'stored';
    }
    throw new Error(`${entry.connection} kept changing`);
  }

  async function settle(entry: JournalEntry): Promise<Settlement> {
    const settlement = await bring(entry);
    if (settlement === 'gone') onGone(entry);
    await journal.remove(entry);
    return settlement;
  }

  function settleLater(entry: JournalEntry, wait = retryMin): void {
    if (isClosed) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      settle(entry).catch((error: unknown) => {
        if (!isUnavailable(error)) log.error({ err: error, connection: entry.connection }, 'renewed tokens still wait');
        settleLater(entry, Math.min(retryMax, wait * 2));
      });
    }, wait).unref();
    timers.add(timer);
  }

  async function recover(connection?: string): Promise<boolean> {
    let isStored = false;
    for (const entry of await journal.read(connection)) {
      const settlement = await settle(entry);
      if (settlement !== 'stored') continue;
      isStored = true;
      metrics.count('refreshes', ['recovered']);
      audit.record({
        vendorId: entry.of.vendor_id,
        action: 'connection.refreshed',
        outcome: 'changed',
        actor: 'system',
        customerId: entry.of.customer_id,
        target: entry.connection,
        detail: { provider: entry.of.provider, recovered: true },
      });
    }
    return isStored;
  }

  return {
    settle,
    settleLater: (entry) => settleLater(entry),
    recover,
    close() {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
