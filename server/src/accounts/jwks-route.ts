import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Services } from '../services.ts';
import { toPublicJwk } from './public-jwk.ts';

const member = Type.String();
const KeySet = Type.Object({
  keys: Type.Array(Type.Object({ kty: member, n: member, e: member, kid: member, use: member, alg: member })),
});

/**
 * `/.well-known/jwks.json`: the public halves of the active keys made here (RFC 7517, 5). No `kid` stands twice: keys
 * made here bear their thumbprint, or a `kid` that no other key made here bears; should two meet nonetheless, the older
 * one is published.
 */
export function jwksRoute(app: App, { database }: Services): void {
  app.get(
    '/.well-known/jwks.json',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'getKeySet',
        summary: 'Public halves of the signing keys made here',
        tags: ['signing-keys'],
        security: [],
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: KeySet },
      },
    },
    async (_request, reply) => {
      const rows = await database
        .selectFrom('signing_keys')
        .select(['kid', 'public_jwk'])
        .where('sealed_private_key', 'is not', null)
        .where('status', '=', 'active')
        .orderBy('id', 'desc')
        .execute();
      // Later entries replace earlier ones: the rows come newest first.
      const byKid = new Map(rows.map((row) => [row.kid, toPublicJwk(row)]));
      return reply
        .header('cache-control', 'public, max-age=300')
        .header('cross-origin-resource-policy', 'cross-origin')
        .type('application/jwk-set+json')
        .send({ keys: [...byKid.values()] });
    },
  );
}
