import type { PageQuery } from '../accounts/customers.ts';
import type { Database } from '../database/open.ts';
import type { AuditEventRow } from '../database/schema.ts';

/** What a list of events is narrowed to; each member by equality. */
export interface AuditFilter {
  readonly action?: string;
  readonly outcome?: AuditEventRow['outcome'];
  readonly code?: string;
  readonly customerId?: string | undefined;
  readonly target?: string;
  readonly requestId?: string;
}

/** One page of a vendor's events. */
export function listAuditEvents(
  database: Database,
  vendorId: string,
  filter: AuditFilter,
  page: PageQuery,
): Promise<AuditEventRow[]> {
  return listQuery(database, vendorId, filter, page).execute();
}

/** The query of a page, newest first. */
export function listQuery(database: Database, vendorId: string, filter: AuditFilter, page: PageQuery) {
  const { action, outcome, code, customerId, target, requestId } = filter;
  const equal = { action, outcome, code, customer_id: customerId, target, request_id: requestId };
  let query = database.selectFrom('audit_events').selectAll().where('vendor_id', '=', vendorId);
  for (const [column, value] of Object.entries(equal) as [keyof typeof equal, string | undefined][]) {
    if (value === undefined) continue;
    query = query.where(column, '=', value);
  }
  if (page.after !== undefined) query = query.where('id', '<', page.after);
  return query.orderBy('id', 'desc').limit(page.limit);
}
