import { InlayError, parseReference } from '@inlay/shared';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { customerFilter } from '../accounts/customer-filter.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { IdParams, Moment, nullable, operation, text } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import { requireId } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import {
  createIntegration,
  defaultApiBase,
  deleteIntegration,
  getIntegration,
  listIntegrations,
  updateIntegration,
} from './integrations.ts';
import type { MappingPolicy } from './types.ts';

const tags = ['jodoo-integrations'] as const;
const customer = Type.String({ description: 'Customer id, or E followed by your external id.' });
const address = (description: string) =>
  Type.Unsafe<string>({ type: 'string', minLength: 1, maxLength: 2000, description });
const mappingPolicy = Type.Unsafe<MappingPolicy>({
  type: 'string',
  enum: ['refuse', 'provision'],
  description: 'Whom nobody mapped: refused, or made a member at the first sign-in.',
});
const suiteSecret = Type.Unsafe<string>({
  type: 'string',
  minLength: 1,
  maxLength: 1000,
  pattern: '^[!-~]+$',
  description: 'Suite Secret; stored sealed, never answered. A new one holds at once.',
});

const members = {
  name: text(200, 'Name, as people see it.'),
  suiteId: text(200, 'Suite ID of the integration app.'),
  authorizationUrl: address('The authorization address of Jodoo, as its guide tells it to you.'),
  apiBase: address('Where Jodoo’s API is; a proxy of your own, if you use one.'),
  trustedDomains: Type.Unsafe<string>({
    type: 'string',
    description:
      'Just what stands in Jodoo under Trusted Domains: bare hosts with commas and without blanks, such as a.example.com,b.example.com. The host of this server must be one of them.',
  }),
  tenantIds: Type.Array(Type.String(), { description: 'Tenants whose people may come; empty for any.' }),
  frameOrigins: Type.Array(Type.String(), {
    description: 'Origins of the Jodoo pages that may frame this one, such as https://www.jodoo.com; at most 20.',
  }),
  applicationUrl: nullable(
    address(
      'Your own application, to which people are sent on with the parameter direct_link; null for the pages here.',
    ),
  ),
  contact: nullable(text(200, 'Whom people ask who are not mapped, in words.')),
  enabled: Type.Boolean({ description: 'Whether it signs anybody in. Disabling ends its sessions.' }),
  mappingPolicy,
};
const Integration = Type.Object({
  id: Type.String(),
  customer: Type.String({ description: 'Customer id.' }),
  ...members,
  secretState: Type.Unsafe<JodooIntegrationRow['secret_state']>({
    type: 'string',
    enum: ['unknown', 'accepted', 'refused'],
    description: 'What Jodoo said of the Suite Secret last.',
  }),
  secretCheckedAt: nullable(Moment),
  urls: Type.Object(
    { home: Type.String(), login: Type.String(), callback: Type.String(), embed: Type.String() },
    { description: 'What to enter in Jodoo: home as App Home Page, embed in forms and dashboards.' },
  ),
  createdAt: Moment,
  updatedAt: Moment,
});
const { name, suiteId, authorizationUrl, trustedDomains, ...others } = members;
const optional = {
  apiBase: Type.Optional(Type.Unsafe<string>({ ...others.apiBase, default: defaultApiBase })),
  tenantIds: Type.Optional(others.tenantIds),
  frameOrigins: Type.Optional(others.frameOrigins),
  applicationUrl: Type.Optional(others.applicationUrl),
  contact: Type.Optional(others.contact),
};
const closed = { additionalProperties: false };
const IntegrationInput = Type.Object(
  {
    customer,
    name,
    suiteId,
    suiteSecret,
    authorizationUrl,
    trustedDomains,
    ...optional,
    enabled: Type.Optional(Type.Boolean({ ...others.enabled, default: true })),
    mappingPolicy: Type.Optional(Type.Unsafe<MappingPolicy>({ ...mappingPolicy, default: 'refuse' })),
  },
  closed,
);
const IntegrationChange = Type.Object(
  {
    name: Type.Optional(name),
    suiteId: Type.Optional(suiteId),
    suiteSecret: Type.Optional(suiteSecret),
    authorizationUrl: Type.Optional(authorizationUrl),
    trustedDomains: Type.Optional(trustedDomains),
    ...optional,
    apiBase: Type.Optional(others.apiBase),
    enabled: Type.Optional(others.enabled),
    mappingPolicy: Type.Optional(mappingPolicy),
  },
  { ...closed, minProperties: 1 },
);

/** `/api/v1/jodoo-integrations`. */
export function jodooIntegrationRoutes(app: App, services: Services): void {
  const { config, database } = services;
  const toResource = (row: JodooIntegrationRow): Type.Static<typeof Integration> =>
    presentIntegration(row, config.publicOrigin);

  app.post(
    '/jodoo-integrations',
    operation('POST', 'jodoo-integrations:write', ['not_found', 'embedding_origin_invalid'], {
      operationId: 'createJodooIntegration',
      summary: 'Set up a customer’s integration app of Jodoo',
      tags,
      body: IntegrationInput,
      response: { 201: Integration },
    }),
    async ({ partner, body }, reply) => {
      const reference = parseReference(body.customer);
      if (reference === undefined) {
        throw new InlayError('not_found', { details: [{ path: '/customer', message: 'names no customer' }] });
      }
      const input = { ...body, customer: reference };
      const row = await createIntegration(services, partner.author, partner.vendorId, input);
      return reply.code(201).send(toResource(row));
    },
  );
  app.get(
    '/jodoo-integrations',
    operation('GET', 'jodoo-integrations:read', ['cursor_invalid'], {
      operationId: 'listJodooIntegrations',
      summary: 'List Jodoo integrations, newest first',
      tags,
      querystring: listQuery({ customer: Type.Optional(customer) }),
      response: { 200: pageOf(Integration) },
    }),
    async ({ partner: { vendorId }, query }) => {
      const customerId = await customerFilter(database, vendorId, query.customer);
      const list = { list: 'jodoo-integrations', vendorId, customerId };
      return paginate(list, query, (page) => listIntegrations(database, vendorId, customerId, page), toResource);
    },
  );
  app.get(
    '/jodoo-integrations/:id',
    operation('GET', 'jodoo-integrations:read', ['not_found'], {
      operationId: 'getJodooIntegration',
      summary: 'Get a Jodoo integration',
      tags,
      params: IdParams,
      response: { 200: Integration },
    }),
    async ({ partner, params }) => toResource(await getIntegration(database, partner.vendorId, requireId(params))),
  );
  app.patch(
    '/jodoo-integrations/:id',
    operation('PATCH', 'jodoo-integrations:write', ['not_found', 'embedding_origin_invalid'], {
      operationId: 'updateJodooIntegration',
      summary: 'Change a Jodoo integration',
      description: 'Changes the members given and no other. It stays with its customer.',
      tags,
      params: IdParams,
      body: IntegrationChange,
      response: { 200: Integration },
    }),
    async ({ partner, params, body }) =>
      toResource(await updateIntegration(services, partner.author, partner.vendorId, requireId(params), body)),
  );
  app.delete(
    '/jodoo-integrations/:id',
    operation('DELETE', 'jodoo-integrations:write', ['not_found'], {
      operationId: 'deleteJodooIntegration',
      summary: 'Delete a Jodoo integration, its mapping and its sessions',
      tags,
      params: IdParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner, params }, reply) => {
      await deleteIntegration(services, partner.author, partner.vendorId, requireId(params));
      return reply.code(204).send(null);
    },
  );
}

/** An integration as the partner API and the command line show it: without its secret. */
export function presentIntegration(row: JodooIntegrationRow, publicOrigin: string): Type.Static<typeof Integration> {
  const at = (page: string): string => `${publicOrigin}/jodoo/${row.id}/${page}`;
  return {
    id: row.id,
    customer: row.customer_id,
    name: row.name,
    suiteId: row.suite_id,
    authorizationUrl: row.authorization_url,
    apiBase: row.api_base,
    trustedDomains: row.trusted_domains,
    tenantIds: JSON.parse(row.tenant_ids) as string[],
    frameOrigins: JSON.parse(row.frame_origins) as string[],
    applicationUrl: row.application_url,
    contact: row.contact,
    enabled: row.enabled === 1,
    mappingPolicy: row.mapping_policy,
    secretState: row.secret_state,
    secretCheckedAt: row.secret_checked_at === null ? null : new Date(row.secret_checked_at).toISOString(),
    urls: { home: at('home'), login: at('login'), callback: at('callback'), embed: at('embed') },
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
