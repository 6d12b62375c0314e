import type { Cron } from 'croner';
import type { ConnectionStore, ProviderOfVendor } from '../connection-store.ts';
import type { Clock } from '../../clock.ts';
import type { RefreshJournal } from './journal.ts';
import { leaseTime } from './lease.ts';
import type { CredentialsLog } from './parts.ts';
import type { Refresher } from './refresher.ts';
import type { Settler } from './settle.ts';

/** Renews tokens before they end, so that who asks for them need not wait. */
export interface Renewal {
  /** Begins: first with what an earlier process left in the journal. */
  start(): Promise<void>;
  /** One round: the journal, and every connection whose time has come. */
  run(): Promise<void>;
  /** Begins no more rounds; resolves when none is under way. */
  stop(): Promise<void>;
}

/** Seconds between two rounds. */
const interval = 15;
/** Connections that one round takes up, and that are renewed side by side. */
const roundSize = 200;
const sideBySide = 8;
/** Milliseconds for which rounds pass over what a vendor has at a provider that was away: others are not to wait for it. */
const rest = 30_000;

/** Every instance has its own rounds; who renews a connection is settled by the lease in its row. */
export function createRenewal(parts: {
  readonly store: ConnectionStore;
  readonly clock: Clock;
  readonly journal: RefreshJournal;
  readonly log: CredentialsLog;
  readonly refresher: Refresher;
  readonly settler: Settler;
}): Renewal {
  const { store, clock, journal, log, refresher, settler } = parts;
  let timer: Cron | undefined;
  let running: Promise<void> = Promise.resolve();
  const stopping = new AbortController();
  const resting = createResting(clock);

  async function recover(age: number): Promise<void> {
    for (const connection of await journal.waiting(age)) {
      await settler.recover(connection).catch((error: unknown) => {
        log.warn({ err: error, connection }, 'renewed tokens wait in the journal');
      });
    }
  }

  async function round(): Promise<void> {
    // What is younger is somebody's work of this moment.
    await recover(leaseTime);
    const due = await store.due(clock(), roundSize, resting.all());
    const workers = Array.from({ length: sideBySide }, async () => {
      for (let row = due.shift(); row !== undefined && !stopping.signal.aborted; row = due.shift()) {
        if (!resting.has(row) && !(await refresher.renew(row))) resting.add(row);
      }
    });
    await Promise.all(workers);
  }

  async function runAfter(before: Promise<void>): Promise<void> {
    await before;
    if (!stopping.signal.aborted) await round();
  }

  function run(): Promise<void> {
    const next = runAfter(running);
    running = next.catch(() => undefined);
    return next;
  }

  return {
    async start() {
      await recover(0);
      const { Cron } = await import('croner');
      // Each instance at seconds of its own: so they seldom reach for the same rows.
      const first = Math.floor(Math.random() * interval);
      timer = new Cron(
        `${first}-59/${interval} * * * * *`,
        { unref: true, protect: true, catch: (error) => log.warn({ err: error }, 'a round of renewals failed') },
        run,
      );
    },
    run,
    async stop() {
      stopping.abort();
      timer?.stop();
      await running;
    },
  };
}

/** What of which vendor is left alone for now. */
interface Resting {
  add(of: ProviderOfVendor): void;
  has(of: ProviderOfVendor): boolean;
  all(): readonly ProviderOfVendor[];
}

function createResting(clock: Clock): Resting {
  const ends = new Map<string, { readonly of: ProviderOfVendor; readonly at: number }>();
  const keyOf = ({ vendor_id: vendor, provider }: ProviderOfVendor): string => `${vendor}/${provider}`;
  return {
    add: (of) => void ends.set(keyOf(of), { of, at: clock() + rest }),
    has: (of) => (ends.get(keyOf(of))?.at ?? 0) > clock(),
    all() {
      for (const [key, { at }] of ends) if (at <= clock()) ends.delete(key);
      return [...ends.values()].map(({ of }) => of);
    },
  };
}
