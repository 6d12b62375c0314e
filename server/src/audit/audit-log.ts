import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/open.ts';
import type { NewAuditEvent } from '../database/schema.ts';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { newId } from '../crypto/ids.ts';
import { short, toRow } from './entry.ts';
import type { AuditEntry, Noted } from './entry.ts';
import { sweepAuditEvents } from './retention.ts';
import { writeAuditEvents } from './write.ts';

/** Where audit entries go. */
export interface AuditLog {
  /** Takes note at once; the row is written with the next batch. Never throws. */
  record(entry: AuditEntry): void;
  /** Writes whatever is still waiting. */
  flush(): Promise<void>;
  /** Flushes and stops. */
  close(): Promise<void>;
}

/** Milliseconds until entries that are too few for a batch are written. */
const batchDelay = 200;
/** Most rows of one statement: on the embedded database the process waits for it. */
const batchSize = 200;
/** Milliseconds for which the end of the process tries to write what waits. */
const closePatience = 1_500;
/** Entries kept while the database is away; beyond that refusals go, then the oldest, and the loss is logged. */
const backlogMax = 50_000;
/** Milliseconds between two sweeps of events that need not be kept. */
const sweepInterval = 600_000;

/** Writes entries to `audit_events` in batches, off the path of the requests that caused them; removes old ones. */
export function createAuditLog(
  database: Database,
  clock: Clock,
  onFailure: (message: string, error: unknown) => void,
  metrics?: Metrics,
): AuditLog {
  let waiting: (Noted | NewAuditEvent)[] = [];
  /** Rows that have left `waiting` at its front, written or lost. */
  let gone = 0;
  /** Rows at the front of `waiting` that a statement under way is of. */
  let inHand = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** Whether the last write failed: then a full batch is no reason to try sooner. */
  let failing = false;
  let sweeping: Promise<void> = Promise.resolve();
  const closing = new AbortController();
  const sweeper = setInterval(() => {
    sweeping = sweepAuditEvents(database, clock(), closing.signal).catch((error: unknown) =>
      onFailure('old audit events could not be removed', error),
    );
  }, sweepInterval).unref();

  metrics?.watch('auditBacklog', [], () => waiting.length);

  const remove = (rows: number): void => {
    waiting = waiting.slice(rows);
    gone += rows;
    inHand = Math.max(0, inHand - rows);
  };
  /** Makes room: the oldest refusals go first, which strangers can cause as many of as they like. */
  const makeRoom = (): void => {
    let left = batchSize;
    waiting = waiting.filter((one, index) => index < inHand || !isRefusal(one) || --left < 0);
    if (left > 0) remove(left);
    metrics?.count('auditLost', [], batchSize);
    onFailure('audit events were lost: the database has been away for too long', undefined);
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => void flush(), batchDelay).unref();
  };

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      // Rows are made here, all at once: the requests that they are of wait for nothing.
      const batch = waiting.slice(0, batchSize).map((one) => ('entry' in one ? toRow(one) : one));
      waiting.splice(0, batch.length, ...batch);
      const end = gone + batch.length;
      inHand = batch.length;
      try {
        await writeAuditEvents(database, batch);
        // What went while the batch was written were its own oldest.
        remove(Math.max(0, end - gone));
        failing = false;
      } catch (error) {
        failing = true;
        onFailure('audit events wait for the database', error);
        if (!closing.signal.aborted) schedule();
        return;
      } finally {
        inHand = 0;
      }
      // Requests have their turn between two batches.
      await new Promise<void>((resolve) => void setImmediate(resolve));
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  }

  return {
    record(entry) {
      if (waiting.length >= backlogMax) makeRoom();
      waiting.push({ entry: short(entry), id: newId('event'), at: clock() });
      if (waiting.length % batchSize === 0 && !failing) void flush();
      else schedule();
    },
    flush,
    async close() {
      clearInterval(sweeper);
      closing.abort();
      await sweeping;
      await flush();
      // The database may only be busy: what waits now has no other chance.
      const giveUpAt = performance.now() + closePatience;
      while (waiting.length > 0 && performance.now() < giveUpAt) {
        await delay(batchDelay);
        await flush();
      }
      if (waiting.length === 0) return;
      metrics?.count('auditLost', [], waiting.length);
      onFailure(`${waiting.length} audit events were lost: the database was away at the end`, undefined);
    },
  };
}

function isRefusal(one: Noted | NewAuditEvent): boolean {
  return ('entry' in one ? one.entry : one).outcome === 'refused';
}
