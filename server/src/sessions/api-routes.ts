import { InlayError } from '@inlay/shared';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { customerFilter } from '../accounts/customer-filter.ts';
import { IdParams, Moment, nullable, operation } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import { requireId } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import type { SessionEnd, SessionRecord } from '../state/session-store.ts';

const tags = ['sessions'] as const;
const ends = ['expired', 'revoked', 'replaced'] as const;
const Session = Type.Object({
  id: Type.String(),
  customer: Type.String({ description: 'Customer id.' }),
  member: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'Member id.' }),
  integration: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'Jodoo integration that it began by; null where a direct link opened it.',
  }),
  origin: Type.String({ description: 'Origin of the page that frames it; empty where it began by Jodoo.' }),
  path: Type.String({ description: 'Page that it was opened for.' }),
  openedAt: Moment,
  lastSeenAt: Moment,
  expiresAt: Type.Unsafe<string>({ ...Moment, description: 'Latest end; 30 minutes without use end it sooner.' }),
  endedAt: nullable(Moment),
  endedReason: Type.Unsafe<SessionEnd | null>({ enum: [...ends, null] }),
  status: Type.Unsafe<'active' | SessionEnd>({
    type: 'string',
    enum: ['active', ...ends],
    description: 'What the session is now; also what its customer, member, vendor or signing key made of it.',
  }),
});

/** `/api/v1/sessions`. */
export function sessionApiRoutes(app: App, services: Services): void {
  const { database, sessionStore, sessions } = services;

  async function toResource(record: SessionRecord): Promise<Type.Static<typeof Session>> {
    return {
      id: record.id,
      customer: record.customerId,
      member: record.memberId,
      integration: record.integrationId,
      origin: record.origin,
      path: record.path,
      openedAt: new Date(record.openedAt).toISOString(),
      lastSeenAt: new Date(record.lastSeenAt).toISOString(),
      expiresAt: new Date(record.expiresAt).toISOString(),
      endedAt: record.endedAt === null ? null : new Date(record.endedAt).toISOString(),
      endedReason: record.endedReason,
      status: record.endedReason ?? (await sessions.endOf(record)) ?? 'active',
    };
  }

  async function find(vendorId: string, id: string): Promise<SessionRecord> {
    const record = await sessionStore.findById(vendorId, id);
    if (record === undefined) throw new InlayError('not_found');
    return record;
  }

  app.get(
    '/sessions',
    operation('GET', 'sessions:read', ['cursor_invalid'], {
      operationId: 'listSessions',
      summary: 'List sessions, newest first',
      description: 'A session is listed for at least a day after it was opened.',
      tags,
      querystring: listQuery({
        customer: Type.Optional(Type.String({ description: 'Customer id, or E followed by your external id.' })),
      }),
      response: { 200: pageOf(Session) },
    }),
    async ({ partner: { vendorId }, query }) => {
      const customerId = await customerFilter(database, vendorId, query.customer);
      const narrowed = customerId === undefined ? {} : { customerId };
      const load = (page: { after?: string; limit: number }): Promise<readonly SessionRecord[]> =>
        sessionStore.list({ vendorId, ...narrowed, ...page });
      return paginate({ list: 'sessions', vendorId, customerId }, query, load, toResource);
    },
  );
  app.get(
    '/sessions/:id',
    operation('GET', 'sessions:read', ['not_found'], {
      operationId: 'getSession',
      summary: 'Get a session',
      tags,
      params: IdParams,
      response: { 200: Session },
    }),
    async ({ partner, params }) => toResource(await find(partner.vendorId, requireId(params))),
  );
  app.delete(
    '/sessions/:id',
    operation('DELETE', 'sessions:write', ['not_found'], {
      operationId: 'endSession',
      summary: 'End a session at once',
      tags,
      params: IdParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner: { author, vendorId }, params }, reply) => {
      const record = await find(vendorId, requireId(params));
      if (await sessions.end(record, 'revoked')) {
        const { customerId, memberId, id } = record;
        const entry = { vendorId, action: 'session.revoked', outcome: 'changed', target: id } as const;
        services.audit.record({ ...entry, ...author, customerId, memberId });
      }
      return reply.code(204).send(null);
    },
  );
}
