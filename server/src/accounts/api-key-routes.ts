import { InlayError } from '@inlay/shared';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { ApiKeyRow } from '../database/schema.ts';
import { IdParams, Moment, nullable, operation, text } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import { requireId } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { allows, scopes } from './scopes.ts';
import type { Scope } from './scopes.ts';

const tags = ['api-keys'] as const;
const ScopeList = Type.Array(Type.Unsafe<Scope>({ type: 'string', enum: [...scopes] }), {
  minItems: 1,
  maxItems: scopes.length,
  description: 'What the key may do; * is everything. A key can give no scope that it does not have.',
});
const resource = {
  id: Type.String(),
  name: text(100, 'What the key is for.'),
  prefix: Type.String({ description: 'First characters, to tell keys apart.' }),
  scopes: ScopeList,
  createdAt: Moment,
  lastUsedAt: nullable(Moment),
  revokedAt: nullable(Moment),
};
const ApiKey = Type.Object(resource);
const NewApiKey = Type.Object({ ...resource, key: Type.String({ description: 'The key itself. Shown this once.' }) });
const ApiKeyInput = Type.Object({ name: resource.name, scopes: ScopeList }, { additionalProperties: false });

/** `/api/v1/api-keys`. */
export function apiKeyRoutes(app: App, services: Services): void {
  const { database } = services;

  app.post(
    '/api-keys',
    operation('POST', 'api-keys:write', [], {
      operationId: 'createApiKey',
      summary: 'Make an API key',
      tags,
      body: ApiKeyInput,
      response: { 201: NewApiKey },
    }),
    async ({ partner, body }, reply) => {
      const excess = body.scopes.filter((scope) => !allows(partner.scopes, scope));
      if (excess.length > 0) {
        const message = `holds scopes that your own key does not have: ${excess.join(', ')}`;
        throw new InlayError('scope_missing', { details: [{ path: '/scopes', message }] });
      }
      const { row, key } = await createApiKey(services, partner.author, partner.vendorId, body);
      return reply.code(201).send({ ...toResource(row), key });
    },
  );
  app.get(
    '/api-keys',
    operation('GET', 'api-keys:read', ['cursor_invalid'], {
      operationId: 'listApiKeys',
      summary: 'List API keys, newest first',
      tags,
      querystring: listQuery({}),
      response: { 200: pageOf(ApiKey) },
    }),
    ({ partner: { vendorId }, query }) =>
      paginate({ list: 'api-keys', vendorId }, query, (page) => listApiKeys(database, vendorId, page), toResource),
  );
  app.get(
    '/api-keys/:id',
    operation('GET', 'api-keys:read', ['not_found'], {
      operationId: 'getApiKey',
      summary: 'Get an API key',
      tags,
      params: IdParams,
      response: { 200: ApiKey },
    }),
    async ({ partner, params }) => toResource(await getApiKey(database, partner.vendorId, requireId(params))),
  );
  app.delete(
    '/api-keys/:id',
    operation('DELETE', 'api-keys:write', ['not_found'], {
      operationId: 'revokeApiKey',
      summary: 'Revoke an API key at once; it stays listed',
      tags,
      params: IdParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner, params }, reply) => {
      await revokeApiKey(services, partner.author, partner.vendorId, requireId(params));
      return reply.code(204).send(null);
    },
  );
}

function toResource(row: ApiKeyRow): Type.Static<typeof ApiKey> {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: JSON.parse(row.scopes) as Scope[],
    createdAt: new Date(row.created_at).toISOString(),
    lastUsedAt: moment(row.last_used_at),
    revokedAt: moment(row.revoked_at),
  };
}

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
