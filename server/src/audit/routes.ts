import { Type } from 'typebox';
import type { App } from '../app.ts';
import { customerFilter } from '../accounts/customer-filter.ts';
import type { AuditEventRow } from '../database/schema.ts';
import { Moment, nullable, operation, text } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import type { Services } from '../services.ts';
import { listAuditEvents } from './list.ts';

const outcomes = ['accepted', 'refused', 'changed'] as const;
const Outcome = Type.Unsafe<AuditEventRow['outcome']>({ type: 'string', enum: [...outcomes] });
const maybe = (description: string) => nullable(Type.Unsafe<string>({ description, type: 'string' }));
const AuditEvent = Type.Object({
  id: Type.String(),
  at: Moment,
  action: Type.String({ description: 'admission.redeem, customer.updated, signing_key.revoked, …' }),
  outcome: Outcome,
  code: maybe('Error code of a refusal.'),
  actor: Type.String({ description: 'api_key:key_…, frame:ses_…, link, cli or system.' }),
  customer: maybe('Customer id.'),
  member: maybe('Member id.'),
  origin: maybe('Embedding origin.'),
  jti: maybe('jti of the direct link.'),
  requestId: maybe('Id of the request that caused it.'),
  target: maybe('Id of the object concerned.'),
  detail: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
});
const filterText = Type.Optional(text(300, 'Exact value.'));
const filters = {
  action: filterText,
  outcome: Type.Optional(Outcome),
  code: filterText,
  customer: Type.Optional(Type.String({ description: 'Customer id, or E followed by your external id.' })),
  target: filterText,
  requestId: filterText,
};

/** `/api/v1/audit-events`. */
export function auditRoutes(app: App, services: Services): void {
  const { audit, database } = services;

  app.get(
    '/audit-events',
    operation('GET', 'audit-events:read', ['cursor_invalid'], {
      operationId: 'listAuditEvents',
      summary: 'List what happened, newest first',
      description: 'Admissions, accepted and refused, and every change of accounts, origins and keys.',
      tags: ['audit-events'],
      querystring: listQuery(filters),
      response: { 200: pageOf(AuditEvent) },
    }),
    async ({ partner: { vendorId }, query }) => {
      // What this process noted is in the answer, though rows are written in batches.
      await audit.flush();
      const { limit: _limit, cursor: _cursor, customer, ...equal } = query;
      const filter = { ...equal, customerId: await customerFilter(database, vendorId, customer) };
      const list = { list: 'audit-events', vendorId, ...filter };
      return paginate(list, query, (page) => listAuditEvents(database, vendorId, filter, page), toResource);
    },
  );
}

function toResource(row: AuditEventRow): Type.Static<typeof AuditEvent> {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    action: row.action,
    outcome: row.outcome,
    code: row.code,
    actor: row.actor,
    customer: row.customer_id,
    member: row.member_id,
    origin: row.origin,
    jti: row.jti,
    requestId: row.request_id,
    target: row.target,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  };
}
