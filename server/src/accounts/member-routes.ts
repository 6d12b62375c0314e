import { InlayError, parseReference } from '@inlay/shared';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { MemberRow } from '../database/schema.ts';
import { ExternalId, Moment, nullable, operation, ReferenceParams, text } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import { requireReference } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import { customerFilter } from './customer-filter.ts';
import { createMember, deleteMember, getMember, listMembers, updateMember } from './members.ts';

const tags = ['members'] as const;
const name = nullable(text(200, 'Name, as people see it.'));
const email = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  maxLength: 254,
  pattern: '^[^@\\s\\p{Cc}\\p{Cs}]+@[^@\\s\\p{Cc}\\p{Cs}]+$',
  description: 'Address; kept, never written to.',
});
const role = Type.Unsafe<'member' | 'manager'>({
  type: 'string',
  enum: ['member', 'manager'],
  description: 'A manager of the vendor’s own admin account is never admitted by a direct link.',
});
const confirmed = Type.Boolean({ description: 'Whether direct links admit this member.' });
const customer = Type.String({ description: 'Customer id, or E followed by your external id.' });

const Member = Type.Object({
  id: Type.String(),
  customer: Type.String({ description: 'Customer id.' }),
  externalId: nullable(ExternalId),
  name,
  email,
  confirmed,
  role,
  createdAt: Moment,
  updatedAt: Moment,
});
const changeable = {
  name: Type.Optional(name),
  email: Type.Optional(email),
  externalId: Type.Optional(nullable(ExternalId)),
};
const MemberInput = Type.Object(
  {
    customer,
    ...changeable,
    confirmed: Type.Optional(Type.Boolean({ ...confirmed, default: true })),
    role: Type.Optional(Type.Unsafe<'member' | 'manager'>({ ...role, default: 'member' })),
  },
  { additionalProperties: false },
);
const MemberChange = Type.Object(
  { ...changeable, confirmed: Type.Optional(confirmed), role: Type.Optional(role) },
  { additionalProperties: false, minProperties: 1 },
);

/** `/api/v1/members`. */
export function memberRoutes(app: App, services: Services): void {
  const { database } = services;

  app.post(
    '/members',
    operation('POST', 'members:write', ['not_found', 'external_id_taken'], {
      operationId: 'createMember',
      summary: 'Make a member of a customer',
      tags,
      body: MemberInput,
      response: { 201: Member },
    }),
    async ({ partner, body }, reply) => {
      const reference = parseReference(body.customer);
      if (reference === undefined) {
        throw new InlayError('not_found', { details: [{ path: '/customer', message: 'names no customer' }] });
      }
      const input = { ...body, customer: reference };
      return reply.code(201).send(toResource(await createMember(services, partner.author, partner.vendorId, input)));
    },
  );
  app.get(
    '/members',
    operation('GET', 'members:read', ['cursor_invalid'], {
      operationId: 'listMembers',
      summary: 'List members, newest first',
      tags,
      querystring: listQuery({ customer: Type.Optional(customer) }),
      response: { 200: pageOf(Member) },
    }),
    async ({ partner: { vendorId }, query }) => {
      const customerId = await customerFilter(database, vendorId, query.customer);
      const list = { list: 'members', vendorId, customerId };
      return paginate(list, query, (page) => listMembers(database, vendorId, customerId, page), toResource);
    },
  );
  app.get(
    '/members/:id',
    operation('GET', 'members:read', ['not_found'], {
      operationId: 'getMember',
      summary: 'Get a member',
      tags,
      params: ReferenceParams,
      response: { 200: Member },
    }),
    async ({ partner, params }) => toResource(await getMember(database, partner.vendorId, requireReference(params))),
  );
  app.patch(
    '/members/:id',
    operation('PATCH', 'members:write', ['not_found', 'external_id_taken'], {
      operationId: 'updateMember',
      summary: 'Change a member',
      description: 'Changes the members given and no other. A member stays in its customer.',
      tags,
      params: ReferenceParams,
      body: MemberChange,
      response: { 200: Member },
    }),
    async ({ partner, params, body }) =>
      toResource(await updateMember(services, partner.author, partner.vendorId, requireReference(params), body)),
  );
  app.delete(
    '/members/:id',
    operation('DELETE', 'members:write', ['not_found'], {
      operationId: 'deleteMember',
      summary: 'Delete a member',
      tags,
      params: ReferenceParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner, params }, reply) => {
      await deleteMember(services, partner.author, partner.vendorId, requireReference(params));
      return reply.code(204).send(null);
    },
  );
}

function toResource(row: MemberRow): Type.Static<typeof Member> {
  return {
    id: row.id,
    customer: row.customer_id,
    externalId: row.external_id,
    name: row.name,
    email: row.email,
    confirmed: row.confirmed === 1,
    role: row.role,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
