import { InlayError } from '@inlay/shared';
import type { ConnectionStatus } from '@inlay/shared';
import { Type } from 'typebox';
import { customerFilter } from '../accounts/customer-filter.ts';
import type { App } from '../app.ts';
import type { ConnectionRow } from '../database/schema.ts';
import { Moment, nullable, operation, ReferenceParams } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import { requireReference } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import { presentConnection } from './present.ts';

const tags = ['connections'] as const;
const nullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] });
const nullableObject = <T>(properties: object): Type.TUnsafe<T | null> =>
  Type.Unsafe<T | null>({ type: ['object', 'null'], properties });
const Connection = Type.Object({
  id: Type.String(),
  externalId: nullableText,
  customer: Type.String({ description: 'Customer id.' }),
  member: Type.Unsafe<string | null>({ ...nullableText, description: 'Id of the member who connected it.' }),
  provider: Type.String({ description: 'Provider id.' }),
  status: Type.Unsafe<ConnectionStatus>({
    type: 'string',
    enum: ['disconnected', 'connecting', 'connected', 'expired', 'error'],
  }),
  account: nullableObject<{ id: string; label: string }>({ id: Type.String(), label: Type.String() }),
  fields: Type.Record(Type.String(), Type.String(), { description: 'What was filled in, without the secrets.' }),
  error: nullableObject<{ code: string; message: string }>({ code: Type.String(), message: Type.String() }),
  connectedAt: nullable(Moment),
  createdAt: Moment,
  updatedAt: Moment,
});

/** `/api/v1/connections`: what a vendor's backend reads. */
export function connectionApiRoutes(app: App, { connections, database }: Services): void {
  app.get(
    '/connections',
    operation('GET', 'connections:read', ['cursor_invalid'], {
      operationId: 'listConnections',
      summary: 'List connections, newest first',
      tags,
      querystring: listQuery({
        customer: Type.Optional(Type.String({ description: 'Customer id, or E followed by your external id.' })),
      }),
      response: { 200: pageOf(Connection) },
    }),
    async ({ partner: { vendorId }, query }) => {
      const customerId = await customerFilter(database, vendorId, query.customer);
      const load = (page: { after?: string; limit: number }): Promise<ConnectionRow[]> =>
        connections.listOfVendor({ vendorId, customerId, ...page });
      return paginate({ list: 'connections', vendorId, customerId }, query, load, toResource);
    },
  );
  app.get(
    '/connections/:id',
    operation('GET', 'connections:read', ['not_found'], {
      operationId: 'getConnection',
      summary: 'Get a connection',
      tags,
      params: ReferenceParams,
      response: { 200: Connection },
    }),
    async ({ partner, params }) => {
      const row = await connections.findOfVendor(partner.vendorId, requireReference(params));
      if (row === undefined) throw new InlayError('not_found');
      return toResource(row);
    },
  );
}

function toResource(row: ConnectionRow): Type.Static<typeof Connection> {
  return { ...presentConnection(row, 'en'), customer: row.customer_id, member: row.member_id };
}
