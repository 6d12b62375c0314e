import { InlayError, parseReference } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { JodooMemberRow } from '../database/schema.ts';
import { IdParams, Moment, operation } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import { requireId } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import { disabled, integration, member, tenantId, username } from './member-schemas.ts';
import {
  createJodooMember,
  deleteJodooMember,
  getJodooMember,
  listJodooMembers,
  updateJodooMember,
} from './members.ts';

const tags = ['jodoo-members'] as const;
const closed = { additionalProperties: false };

const JodooMember = Type.Object({
  id: Type.String(),
  integration,
  tenantId,
  username,
  member: Type.String({ description: 'Member id.' }),
  disabled,
  createdAt: Moment,
  updatedAt: Moment,
});
const JodooMemberInput = Type.Object(
  {
    integration,
    tenantId,
    username,
    member,
    disabled: Type.Optional(Type.Boolean({ ...disabled, default: false })),
  },
  closed,
);
const JodooMemberChange = Type.Object(
  { member: Type.Optional(member), disabled: Type.Optional(disabled) },
  { ...closed, minProperties: 1 },
);
/** `/api/v1/jodoo-members`. */
export function jodooMemberRoutes(app: App, services: Services): void {
  const { database } = services;

  app.post(
    '/jodoo-members',
    operation('POST', 'jodoo-members:write', ['not_found', 'jodoo_member_taken'], {
      operationId: 'createJodooMember',
      summary: 'Map a person of Jodoo to a member',
      tags,
      body: JodooMemberInput,
      response: { 201: JodooMember },
    }),
    async ({ partner, body }, reply) => {
      const input = { ...body, member: readMember(body.member) };
      const row = await createJodooMember(services, partner.author, partner.vendorId, input);
      return reply.code(201).send(presentJodooMember(row));
    },
  );
  app.get(
    '/jodoo-members',
    operation('GET', 'jodoo-members:read', ['cursor_invalid'], {
      operationId: 'listJodooMembers',
      summary: 'List mappings, newest first',
      tags,
      querystring: listQuery({
        integration: Type.Optional(integration),
        member: Type.Optional(Type.String({ description: 'Member id.' })),
      }),
      response: { 200: pageOf(JodooMember) },
    }),
    async ({ partner: { vendorId }, query }) => {
      const { integration: integrationId, member: memberId } = query;
      const list = { list: 'jodoo-members', vendorId, integrationId, memberId };
      const filter = { integration: integrationId, member: memberId };
      return paginate(list, query, (page) => listJodooMembers(database, vendorId, filter, page), presentJodooMember);
    },
  );
  app.get(
    '/jodoo-members/:id',
    operation('GET', 'jodoo-members:read', ['not_found'], {
      operationId: 'getJodooMember',
      summary: 'Get a mapping',
      tags,
      params: IdParams,
      response: { 200: JodooMember },
    }),
    async ({ partner, params }) =>
      presentJodooMember(await getJodooMember(database, partner.vendorId, requireId(params))),
  );
  app.patch(
    '/jodoo-members/:id',
    operation('PATCH', 'jodoo-members:write', ['not_found'], {
      operationId: 'updateJodooMember',
      summary: 'Change a mapping',
      description: 'Sessions that began by it end where it is disabled or leads to another member.',
      tags,
      params: IdParams,
      body: JodooMemberChange,
      response: { 200: JodooMember },
    }),
    async ({ partner, params, body }) => {
      const { member: reference, ...change } = body;
      const changed = { ...change, ...(reference === undefined ? {} : { member: readMember(reference) }) };
      const row = await updateJodooMember(services, partner.author, partner.vendorId, requireId(params), changed);
      return presentJodooMember(row);
    },
  );
  app.delete(
    '/jodoo-members/:id',
    operation('DELETE', 'jodoo-members:write', ['not_found'], {
      operationId: 'deleteJodooMember',
      summary: 'Delete a mapping',
      tags,
      params: IdParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner, params }, reply) => {
      await deleteJodooMember(services, partner.author, partner.vendorId, requireId(params));
      return reply.code(204).send(null);
    },
  );
}

function readMember(text: string): Reference {
  const reference = parseReference(text);
  if (reference === undefined) {
    throw new InlayError('not_found', { details: [{ path: '/member', message: 'names no member' }] });
  }
  return reference;
}

/** A mapping as the partner API and the command line show it. */
export function presentJodooMember(row: JodooMemberRow): Type.Static<typeof JodooMember> {
  return {
    id: row.id,
    integration: row.integration_id,
    tenantId: row.tenant_id,
    username: row.username,
    member: row.member_id,
    disabled: row.disabled === 1,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
