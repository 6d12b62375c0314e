import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { CustomerRow } from '../database/schema.ts';
import { ExternalId, Moment, nullable, operation, ReferenceParams, text } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import { requireReference } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import { createCustomer, deleteCustomer, getCustomer, listCustomers, updateCustomer } from './customers.ts';

const tags = ['customers'] as const;
const name = text(200, 'Name, as people see it.');
const origins = Type.Array(Type.String(), {
  maxItems: 20,
  description: 'Origins that may frame this customer’s pages: https://host[:port], canonical.',
});
const confirmed = Type.Boolean({ description: 'Whether direct links admit anybody of this customer.' });
const directLinks = Type.Boolean({ description: 'Whether direct links are on for this customer.' });
const saml = Type.Boolean({
  description: 'Whether the customer demands SAML sign-in, so that direct links are refused.',
});

const Customer = Type.Object({
  id: Type.String(),
  externalId: nullable(ExternalId),
  name,
  embeddingOrigins: origins,
  confirmed,
  directLinksEnabled: directLinks,
  samlRequired: saml,
  createdAt: Moment,
  updatedAt: Moment,
});
const CustomerInput = Type.Object(
  {
    name,
    externalId: Type.Optional(nullable(ExternalId)),
    embeddingOrigins: Type.Optional(origins),
    confirmed: Type.Optional(Type.Boolean({ ...confirmed, default: true })),
    directLinksEnabled: Type.Optional(Type.Boolean({ ...directLinks, default: true })),
    samlRequired: Type.Optional(Type.Boolean({ ...saml, default: false })),
  },
  { additionalProperties: false },
);
const CustomerChange = Type.Object(
  {
    name: Type.Optional(name),
    externalId: Type.Optional(nullable(ExternalId)),
    embeddingOrigins: Type.Optional(origins),
    confirmed: Type.Optional(confirmed),
    directLinksEnabled: Type.Optional(directLinks),
    samlRequired: Type.Optional(saml),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** `/api/v1/customers`. */
export function customerRoutes(app: App, services: Services): void {
  const { connections, database } = services;

  app.post(
    '/customers',
    operation('POST', 'customers:write', ['embedding_origin_invalid', 'external_id_taken'], {
      operationId: 'createCustomer',
      summary: 'Make a customer',
      tags,
      body: CustomerInput,
      response: { 201: Customer },
    }),
    async ({ partner, body }, reply) => {
      const row = await createCustomer(services, partner.author, partner.vendorId, body);
      return reply.code(201).send(toResource(row));
    },
  );
  app.get(
    '/customers',
    operation('GET', 'customers:read', ['cursor_invalid'], {
      operationId: 'listCustomers',
      summary: 'List customers, newest first',
      tags,
      querystring: listQuery({}),
      response: { 200: pageOf(Customer) },
    }),
    ({ partner: { vendorId }, query }) =>
      paginate({ list: 'customers', vendorId }, query, (page) => listCustomers(database, vendorId, page), toResource),
  );
  app.get(
    '/customers/:id',
    operation('GET', 'customers:read', ['not_found'], {
      operationId: 'getCustomer',
      summary: 'Get a customer',
      tags,
      params: ReferenceParams,
      response: { 200: Customer },
    }),
    async ({ partner, params }) => toResource(await getCustomer(database, partner.vendorId, requireReference(params))),
  );
  app.patch(
    '/customers/:id',
    operation('PATCH', 'customers:write', ['not_found', 'embedding_origin_invalid', 'external_id_taken'], {
      operationId: 'updateCustomer',
      summary: 'Change a customer',
      description: 'Changes the members given and no other. Open sessions that the change refuses end at once.',
      tags,
      params: ReferenceParams,
      body: CustomerChange,
      response: { 200: Customer },
    }),
    async ({ partner, params, body }) =>
      toResource(await updateCustomer(services, partner.author, partner.vendorId, requireReference(params), body)),
  );
  app.delete(
    '/customers/:id',
    operation('DELETE', 'customers:write', ['not_found', 'customer_is_admin'], {
      operationId: 'deleteCustomer',
      summary: 'Delete a customer with its members and connections',
      tags,
      params: ReferenceParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner, params }, reply) => {
      const { author, vendorId } = partner;
      const reference = requireReference(params);
      await connections.vendors.removeWith(vendorId, reference, author, () =>
        deleteCustomer(services, author, vendorId, reference),
      );
      return reply.code(204).send(null);
    },
  );
}

function toResource(row: CustomerRow): Type.Static<typeof Customer> {
  return {
    id: row.id,
    externalId: row.external_id,
    name: row.name,
    embeddingOrigins: JSON.parse(row.embedding_origins) as string[],
    confirmed: row.confirmed === 1,
    directLinksEnabled: row.direct_links_enabled === 1,
    samlRequired: row.saml_required === 1,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
