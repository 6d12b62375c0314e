import { InlayError } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import type { Author } from '../../accounts/change.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import { toInlayError } from '../../http/errors.ts';
import { RefreshRefused } from '../oauth/client.ts';
import type { CredentialsParts } from './parts.ts';
import type { StoredCredentials } from './stored.ts';
import { tokenColumns } from './token-columns.ts';

/** Writes down how renewals ended, and tells of it: the row, the audit, the metrics, and open frames where a status changed. */
export interface Outcomes {
  renewed(row: ConnectionRow, by: Author): void;
  /** A renewal failed. Answers what its callers are told. */
  failed(leased: ConnectionRow, error: unknown, by: Author): Promise<InlayError>;
  /** Tokens that cannot be renewed have ended. */
  ended(row: ConnectionRow): Promise<InlayError>;
  /** The sealed text does not open: nothing is handed out. It stays, should the fault be in the key ring. */
  unreadable(row: ConnectionRow, error: Error): Promise<InlayError>;
  /** The sealed text opens, also where it did not before. Answers the row as it is now. */
  readable(row: ConnectionRow, credentials: StoredCredentials): Promise<ConnectionRow>;
}

/** Milliseconds until a failed renewal is tried again: twice as long each time. */
const backoffMin = 2_000;
const backoffMax = 300_000;

type Outcome = 'renewed' | 'refused' | 'unavailable' | 'not_configured';
type Parts = Pick<CredentialsParts, 'store' | 'events' | 'clock' | 'audit' | 'metrics' | 'log'>;

export function createOutcomes({ store, events, clock, audit, metrics, log }: Parts): Outcomes {
  async function change(row: ConnectionRow, columns: Partial<ConnectionRow>): Promise<boolean> {
    const told = await store.change(row, columns, clock());
    if (told !== undefined) events.publish(told);
    return told !== undefined;
  }

  function note(row: ConnectionRow, action: string, by: Author, code?: ErrorCode): void {
    audit.record({
      vendorId: row.vendor_id,
      action: `connection.${action}`,
      outcome: code === undefined ? 'changed' : 'refused',
      ...by,
      customerId: row.customer_id,
      target: row.id,
      code: code ?? null,
      detail: { provider: row.provider },
    });
  }

  const count = (outcome: Outcome): void => metrics.count('refreshes', [outcome]);

  return {
    renewed(row, by) {
      count('renewed');
      note(row, 'refreshed', by);
    },

    async failed(leased, error, by) {
      const over = { refresh_id: null, refresh_started_at: null };
      if (error instanceof RefreshRefused) {
        count('refused');
        note(leased, 'refreshed', by, 'connection_expired');
        await change(leased, { ...over, status: 'expired', error_code: 'connection_expired', renew_at: null });
        return new InlayError('connection_expired', { detail: `${leased.provider} refused to renew` });
      }
      const failure = toInlayError(error);
      if (failure.code === 'service_unavailable') throw failure;
      const code = failure.code === 'provider_not_configured' ? failure.code : 'provider_unavailable';
      if (failure.code === 'internal_error') {
        log.error({ err: failure.cause, connection: leased.id }, 'a renewal failed for an unforeseen reason');
      }
      count(code === 'provider_not_configured' ? 'not_configured' : 'unavailable');
      note(leased, 'refreshed', by, code);
      const now = clock();
      const failures = leased.refresh_failures + 1;
      const pause = Math.min(backoffMax, backoffMin * 2 ** Math.min(failures - 1, 16));
      const wait = Math.max(pause, (failure.retryAfter ?? 0) * 1000);
      const isOver = leased.access_expires_at !== null && leased.access_expires_at <= now;
      await change(leased, {
        ...over,
        refresh_failures: failures,
        renew_at: now + wait,
        ...(isOver ? { status: 'error', error_code: code } : {}),
      });
      const options = failure.detail === undefined ? {} : { detail: failure.detail };
      return new InlayError(code, { ...options, retryAfter: Math.ceil(wait / 1000) });
    },

    async ended(row) {
      const isChanged = await change(row, { status: 'expired', error_code: 'connection_expired', renew_at: null });
      if (isChanged) note(row, 'expired', { actor: 'system' });
      return new InlayError('connection_expired', { detail: 'the access ended and cannot be renewed' });
    },

    async unreadable(row, error) {
      log.error({ connection: row.id, reason: error.message }, 'stored credentials do not open');
      note(row, 'credentials_opened', { actor: 'system' }, 'credentials_unreadable');
      metrics.count('credentialsUnreadable', []);
      if (row.error_code !== 'credentials_unreadable') {
        await change(row, { status: 'error', error_code: 'credentials_unreadable', renew_at: null });
      }
      return new InlayError('credentials_unreadable', { detail: error.message });
    },

    async readable(row, { tokens }) {
      if (row.status !== 'error' || row.error_code !== 'credentials_unreadable') return row;
      const renewAt = tokens === undefined ? null : tokenColumns(tokens, clock()).renew_at;
      const columns = { status: 'connected', error_code: null, renew_at: renewAt } as const;
      return (await change(row, columns)) ? { ...row, ...columns } : row;
    },
  };
}
