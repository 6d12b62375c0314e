import type { Database } from '../database/open.ts';
import type { NewAuditEvent } from '../database/schema.ts';
import type { Clock } from '../clock.ts';
import { newId } from '../crypto/ids.ts';

/** What happened, to whom, by whom and why. Texts from outside are cleaned of control characters before they are kept. */
export interface AuditEntry {
  readonly vendorId: string | null;
  /** `admission.peek`, `admission.redeem`, `customer.created`, `signing_key.revoked`, … */
  readonly action: string;
  readonly outcome: 'accepted' | 'refused' | 'changed';
  readonly actor: string;
  readonly code?: string | null;
  readonly customerId?: string | null;
  readonly memberId?: string | null;
  readonly origin?: string | null;
  readonly jti?: string | null;
  readonly requestId?: string | null;
  readonly target?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Where audit entries go. */
export interface AuditLog {
  /** Takes note at once; the row is written with the next batch. Never throws. */
  record(entry: AuditEntry): void;
  /** Writes whatever is still waiting. */
  flush(): Promise<void>;
  /** Flushes and stops. */
  close(): Promise<void>;
}

const batchDelay = 200;
const batchSize = 500;
/** Entries kept while the database is away; beyond that the oldest go, and the loss is logged. */
const backlogMax = 50_000;

/** Writes entries to `audit_events` in batches, off the path of the requests that caused them. */
export function createAuditLog(
  database: Database,
  clock: Clock,
  onFailure: (message: string, error: unknown) => void,
): AuditLog {
  let waiting: NewAuditEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  const schedule = (): void => {
    timer ??= setTimeout(() => void flush(), batchDelay).unref();
  };

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      try {
        // Rows whose write was not confirmed may be there: a repetition passes them over instead of failing for ever.
        const insert = database.insertInto('audit_events').values(batch);
        await insert.onConflict((conflict) => conflict.column('id').doNothing()).execute();
        const written = new Set(batch);
        waiting = waiting.filter((row) => !written.has(row));
      } catch (error) {
        onFailure('audit events wait for the database', error);
        if (!closed) schedule();
        return;
      }
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
      if (waiting.length >= backlogMax) {
        waiting = waiting.slice(batchSize);
        onFailure('audit events were lost: the database has been away for too long', undefined);
      }
      waiting.push(toRow(entry, clock()));
      schedule();
    },
    flush,
    async close() {
      closed = true;
      await flush();
    },
  };
}

function toRow(entry: AuditEntry, at: number): NewAuditEvent {
  return {
    id: newId('event'),
    vendor_id: entry.vendorId,
    at,
    action: entry.action,
    outcome: entry.outcome,
    code: entry.code ?? null,
    actor: entry.actor,
    customer_id: entry.customerId ?? null,
    member_id: entry.memberId ?? null,
    origin: clean(entry.origin),
    jti: clean(entry.jti),
    request_id: entry.requestId ?? null,
    target: clean(entry.target),
    detail: JSON.stringify(entry.detail ?? {}),
  };
}

/** Keeps a text from outside to one printable line (no CR, LF or terminal codes) of 256 characters. */
function clean(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�').slice(0, 256);
}
