import { InlayError, parseReference } from '@inlay/shared';
import type { ConnectionStatus, Reference } from '@inlay/shared';
import { Type } from 'typebox';
import { customerFilter } from '../accounts/customer-filter.ts';
import type { App } from '../app.ts';
import type { ConnectionRow } from '../database/schema.ts';
import { ExternalId, Moment, nullable, operation, ReferenceParams } from '../http/api-schema.ts';
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

const externalId = Type.Optional(nullable(ExternalId));
const ConnectionInput = Type.Object(
  {
    customer: Type.String({ description: 'Customer id, or E followed by your external id.' }),
    provider: Type.String({ description: 'Provider id.', minLength: 1, maxLength: 64 }),
    externalId,
  },
  { additionalProperties: false },
);
const ConnectionChange = Type.Object({ externalId }, { additionalProperties: false, minProperties: 1 });

/** `/api/v1/connections`: what a vendor's backend reads, makes and ends. */
export function connectionApiRoutes(app: App, { connections, database }: Services): void {
  app.post(
    '/connections',
    operation('POST', 'connections:write', ['not_found', 'provider_not_configured', 'external_id_taken'], {
      operationId: 'createConnection',
      summary: 'Make a connection that a person connects later',
      description: 'It holds no credentials. Its page is /embedded/connections/{id}, or …/E{externalId}.',
      tags,
      body: ConnectionInput,
      response: { 201: Connection },
    }),
    async ({ partner, body: { customer, ...input } }, reply) => {
      const shell = { ...input, customer: requireCustomer(customer) };
      const row = await connections.vendors.create(partner.vendorId, shell, partner.author);
      return reply.code(201).send(toResource(row));
    },
  );
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
  app.patch(
    '/connections/:id',
    operation('PATCH', 'connections:write', ['not_found', 'external_id_taken'], {
      operationId: 'updateConnection',
      summary: 'Give a connection another external id',
      tags,
      params: ReferenceParams,
      body: ConnectionChange,
      response: { 200: Connection },
    }),
    async ({ partner, params, body }) => {
      const reference = requireReference(params);
      return toResource(
        await connections.vendors.rename(partner.vendorId, reference, body.externalId ?? null, partner.author),
      );
    },
  );
  app.delete(
    '/connections/:id',
    operation('DELETE', 'connections:write', ['not_found'], {
      operationId: 'deleteConnection',
      summary: 'End a connection for good',
      description: 'Its credentials are wiped, and the provider is asked to forget them where it can be (RFC 7009).',
      tags,
      params: ReferenceParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner, params }, reply) => {
      await connections.vendors.remove(partner.vendorId, requireReference(params), partner.author);
      return reply.code(204).send(null);
    },
  );
}

function requireCustomer(text: string): Reference {
  const reference = parseReference(text);
  if (reference !== undefined) return reference;
  throw new InlayError('not_found', { details: [{ path: '/customer', message: 'names no customer' }] });
}

function toResource(row: ConnectionRow): Type.Static<typeof Connection> {
  return { ...presentConnection(row, 'en'), customer: row.customer_id, member: row.member_id };
}
