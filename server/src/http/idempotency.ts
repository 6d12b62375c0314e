import { createHash } from 'node:crypto';
import { InlayError } from '@inlay/shared';
import fp from 'fastify-plugin';
import type { FastifyRequest } from 'fastify';
import type { Services } from '../services.ts';
import { headerValues } from './header-values.ts';
import { createIdempotencyStore } from './idempotency-store.ts';
import type { Claim } from './idempotency-store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The idempotency key that this request carries out; its answer is kept under it. */
    idempotencyClaim: Claim | undefined;
  }
}

/**
 * Makes repeating a POST safe: a request with an `Idempotency-Key` that was answered within 24 hours is answered the
 * same again, with `idempotency-replayed: true`, and nothing happens twice.
 *
 * The key is claimed before the request is carried out and the answer kept after it, each in its own transaction. Where
 * the process dies between the two, the key stays claimed for a minute and may then be used again: the partner finds
 * out by `externalId` whether the first request was carried out. Answers of 5xx and 429 are not kept.
 */
export const idempotency = fp(
  (app, { services }: { services: Services }, done) => {
    const store = createIdempotencyStore(services.database, services.vault, services.clock);
    app.decorateRequest('idempotencyClaim', undefined);

    app.addHook('preHandler', async (request, reply) => {
      const key = request.method === 'POST' ? readKey(request) : undefined;
      if (key === undefined) return undefined;
      const found = await store.claim(request.partner.vendorId, key, hashOf(request));
      if (found.state === 'reused') throw new InlayError('idempotency_key_reused');
      if (found.state === 'in_use') throw new InlayError('idempotency_key_in_use', { retryAfter: 1 });
      if (found.state === 'claimed') {
        request.idempotencyClaim = found.claim;
        return undefined;
      }
      return reply
        .code(found.status)
        .header('idempotency-replayed', 'true')
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .send(found.body);
    });

    app.addHook('onSend', async (request, reply, payload) => {
      const claim = request.idempotencyClaim;
      if (claim === undefined) return payload;
      request.idempotencyClaim = undefined;
      const { statusCode } = reply;
      try {
        if (statusCode >= 500 || statusCode === 429) await store.release(claim);
        else await store.keep(claim, statusCode, typeof payload === 'string' ? payload : '');
      } catch (error) {
        // The change is made and its answer is true, whether or not it could be kept.
        request.log.error({ err: error }, 'the answer to an idempotent request could not be kept');
      }
      return payload;
    });
    done();
  },
  { name: 'idempotency', dependencies: ['partner-auth'] },
);

function readKey(request: FastifyRequest): string | undefined {
  const values = headerValues(request.raw, 'idempotency-key');
  if (values.length === 0) return undefined;
  const [key = ''] = values;
  if (values.length !== 1 || !/^[!-~]{1,255}$/.test(key)) throw new InlayError('idempotency_key_invalid');
  return key;
}

/**
 * What must be the same in a repeated request: method, address and body; and the API key, whose scopes the route judged
 * when it was carried out: its answer, which may hold a secret, is not for a key that is allowed less.
 */
function hashOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([request.partner.author.actor, request.method, request.url, request.body ?? null]))
    .digest('base64url');
}
