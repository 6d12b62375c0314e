import type { ErrorCode } from '@inlay/shared';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../database/open.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import { appendAuthorization, appendEvent } from '../connection-events.ts';
import type { AuthorizationNews, ConnectionEvent } from '../connection-events.ts';
import type { EventHub } from '../event-hub.ts';
import { callerOf, exchangeLifetime, hasEnded } from './flow.ts';
import type { Flow } from './flow.ts';
import type { FlowRecords, Kept } from './flow-records.ts';

/** What following flows needs. */
export interface ProgressParts {
  readonly records: FlowRecords;
  readonly database: Database;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly metrics: Metrics;
}

/** How a flow ended. */
export type Ending =
  | { readonly status: 'connected'; readonly requestId: string }
  | {
      readonly status: 'failed';
      readonly code: ErrorCode;
      readonly requestId: string;
      /** For the audit: what the provider said, without a secret. */
      readonly reason?: string | undefined;
    };

/** The steps of a flow that others hear of: the frame that began it, the host, the audit and the metrics. */
export interface Progress {
  /** Notes that a flow began. */
  began(flow: Flow): void;
  /** Tells that a window opened it; of a new connection, that it is being connected. */
  opened(flow: Flow): Promise<void>;
  /** Ends a flow if it is, or still is, as `mayEnd` wants it; answers it as it is then. An end is never taken back. */
  end(kept: Kept<Flow>, ending: Ending, mayEnd: (flow: Flow) => boolean): Promise<Kept<Flow>>;
  /** Finds a flow as it is now: one whose time is up has ended by that. */
  find(key: string): Promise<Kept<Flow> | undefined>;
}

/** Times a change is tried anew because the flow changed under it. */
const tries = 5;

export function createProgress({ records, database, events, clock, audit, metrics }: ProgressParts): Progress {
  /** A status that no row has: of a new connection there is none until it is connected. */
  async function statusEvent(flow: Flow, status: 'connecting' | 'error'): Promise<ConnectionEvent> {
    const { connectionId: id, customerId, provider, code } = flow;
    const subject = { id, customer_id: customerId, external_id: null, provider, status, error_code: code };
    return database.transaction().execute((transaction) => appendEvent(transaction, subject, clock()));
  }

  /** Tells how far a flow is, and the status of its connection where that is ours to tell. */
  async function tell(flow: Flow, status: 'connecting' | 'error' | undefined): Promise<void> {
    try {
      const first = status === undefined ? [] : [await statusEvent(flow, status)];
      events.publish([...first, await appendAuthorization(database, flow.customerId, newsOf(flow), clock())]);
    } catch {
      // What has happened has, whether or not it can be told now: the frame asks besides.
    }
  }

  function note(flow: Flow, action: string, outcome: 'accepted' | 'changed' | 'refused', reason?: string): void {
    const { requestId, ...caller } = callerOf(flow);
    audit.record({
      ...caller,
      requestId,
      action,
      outcome,
      target: flow.connectionId,
      code: flow.code,
      detail: { provider: flow.provider, ...(reason === undefined ? {} : { reason }) },
    });
  }

  /** Whether the exchange came to its end, though whoever made it did not live to say so. */
  async function wasConnected({ connectionId, expiresAt }: Flow): Promise<boolean> {
    const row = await database
      .selectFrom('connections')
      .select('id')
      .where('id', '=', connectionId)
      .where('status', '=', 'connected')
      .where('connected_at', '>=', expiresAt - exchangeLifetime)
      .executeTakeFirst();
    return row !== undefined;
  }

  const isLate = (flow: Flow): boolean => !hasEnded(flow) && clock() >= flow.expiresAt;

  async function end(kept: Kept<Flow>, ending: Ending, mayEnd: (flow: Flow) => boolean): Promise<Kept<Flow>> {
    let current = kept;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const before = current.value;
      if (hasEnded(before) || !mayEnd(before)) return current;
      const next: Flow = {
        ...before,
        status: ending.status,
        code: ending.status === 'failed' ? ending.code : null,
        requestId: ending.requestId,
      };
      const changed = await records.change(current, next);
      if (changed !== undefined) {
        const action = `connection.${next.isNew ? 'connected' : 'reconnected'}`;
        const hasFailed = ending.status === 'failed';
        note(next, action, hasFailed ? 'refused' : 'changed', hasFailed ? ending.reason : undefined);
        metrics.count('authorizations', [next.code ?? 'connected']);
        await tell(next, hasFailed && next.isNew && before.status !== 'waiting' ? 'error' : undefined);
        return changed;
      }
      current = (await records.find(kept.key)) ?? { ...kept, value: next };
    }
    return current;
  }

  return {
    began: (flow) => note(flow, 'connection.authorization_begun', 'accepted'),
    opened: (flow) => tell(flow, flow.isNew ? 'connecting' : undefined),
    end,
    async find(key) {
      const kept = await records.find(key);
      if (kept === undefined || !isLate(kept.value)) return kept;
      const { status, requestId } = kept.value;
      if (status === 'exchanging' && (await wasConnected(kept.value))) {
        return end(kept, { status: 'connected', requestId }, isLate);
      }
      const code = status === 'exchanging' ? 'authorization_failed' : 'authorization_timeout';
      return end(kept, { status: 'failed', code, requestId }, isLate);
    },
  };
}

/** What is told of a flow. */
export function newsOf(flow: Flow): AuthorizationNews {
  const { id, provider, memberId, status, code, requestId, connectionId, isNew } = flow;
  return {
    memberId,
    authorization: {
      id,
      provider,
      connection: isNew && status !== 'connected' ? null : connectionId,
      status: status === 'exchanging' ? 'opened' : status,
      expiresAt: new Date(flow.expiresAt).toISOString(),
    },
    error: code === null ? null : { code, requestId },
  };
}
