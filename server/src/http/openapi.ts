import swagger from '@fastify/swagger';
import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import { ErrorBody } from './api-schema.ts';

const description = `Every request carries an API key: \`Authorization: Bearer inl_…\`. Bodies are JSON; members that are not known are
refused. Lists come in pages: pass \`nextCursor\` as \`cursor\` until it is null. A POST may carry an \`Idempotency-Key\`. Wherever an id of
a customer or member is taken, \`E\` followed by your own external id is taken too.`;

/** Describes the routes registered after it, from their own schemas, as OpenAPI 3.1. */
export const openapi = fp(
  async (app, { config }: { config: Config }) => {
    app.addSchema(ErrorBody);
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Inlay partner API', version: '1', description: description.replaceAll('\n', ' ') },
        servers: [{ url: config.publicOrigin }],
        components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'API key, inl_…' } } },
        security: [{ apiKey: [] }],
        tags: [
          { name: 'customers', description: 'The tenants whose people see the frame.' },
          { name: 'members', description: 'People inside a customer.' },
          { name: 'signing-keys', description: 'The keys that sign direct links.' },
          { name: 'direct-links', description: 'Links that admit one viewer to one page.' },
          { name: 'sessions', description: 'What redeemed links became.' },
          { name: 'connections', description: 'A customer’s authorised accounts at providers.' },
          { name: 'providers', description: 'What can be connected, what you set for it, and for whom.' },
          {
            name: 'jodoo-integrations',
            description: 'Integration apps of Jodoo by which a customer’s people sign in.',
          },
          { name: 'jodoo-members', description: 'Whom people of Jodoo are here.' },
          { name: 'audit-events', description: 'What happened, and why.' },
          { name: 'api-keys', description: 'The keys of this API.' },
        ],
      },
      refResolver: {
        buildLocalReference: (json, _base, _fragment, index) =>
          typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`,
      },
      hideUntagged: true,
    });
  },
  { name: 'openapi' },
);
