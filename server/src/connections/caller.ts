import type { AuditLog } from '../audit/audit-log.ts';
import type { ConnectionRow } from '../database/schema.ts';

/** On whose behalf something happens to a connection. */
export interface Caller {
  readonly vendorId: string;
  readonly customerId: string;
  readonly memberId: string | null;
  /** For the audit: `frame:ses_…`. */
  readonly actor: string;
  readonly requestId: string;
}

/** Notes in the audit what a caller did, or with `code`, what was refused. */
export function noteConnection(
  audit: AuditLog,
  caller: Caller,
  action: 'connected' | 'reconnected' | 'disconnected',
  row: Pick<ConnectionRow, 'id' | 'provider'>,
  code?: string,
): void {
  audit.record({
    vendorId: caller.vendorId,
    action: `connection.${action}`,
    outcome: code === undefined ? 'changed' : 'refused',
    actor: caller.actor,
    customerId: caller.customerId,
    memberId: caller.memberId,
    requestId: caller.requestId,
    target: row.id,
    code: code ?? null,
    detail: { provider: row.provider },
  });
}
