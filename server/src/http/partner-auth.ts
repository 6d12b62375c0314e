import { InlayError } from '@inlay/shared';
import fp from 'fastify-plugin';
import type { FastifyRequest } from 'fastify';
import { createKeyUse, findApiKey } from '../accounts/api-keys.ts';
import type { Author } from '../accounts/change.ts';
import { allows } from '../accounts/scopes.ts';
import type { Scope } from '../accounts/scopes.ts';
import type { Services } from '../services.ts';
import { headerValues } from './header-values.ts';

/** On whose behalf a request of the partner API comes. */
export interface Partner {
  readonly vendorId: string;
  readonly scopes: readonly string[];
  /** For the audit: the API key and the request. */
  readonly author: Author;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The vendor that the request's API key belongs to; set on every route of `/api/v1`. */
    partner: Partner;
  }
  interface FastifyContextConfig {
    /** What an API key must be allowed, for the route to answer. */
    scope?: Scope;
  }
}

/**
 * Admits to its scope only requests with an API key that allows the route. The key counts in one `Authorization`
 * header alone (RFC 6750, 2.1). A route that names no scope cannot be registered.
 */
export const partnerAuth = fp(
  (app, { services }: { services: Services }, done) => {
    const { limits } = services;
    const noteUse = createKeyUse(services.database);
    app.decorateRequest('partner');
    app.addHook('onRoute', ({ method, url, config }) => {
      if (config?.scope === undefined) throw new TypeError(`${String(method)} ${url} names no scope`);
    });
    app.addHook('onRequest', async (request, reply) => {
      void reply.header('www-authenticate', 'Bearer').header('cache-control', 'no-store');
      const key = await findApiKey(services.directory, bearerKey(request));
      if (key === undefined) {
        limits.address.check(request.ip);
        limits.address.count(request.ip);
        throw new InlayError('api_key_invalid');
      }
      void reply.removeHeader('www-authenticate');
      const { scope } = request.routeOptions.config;
      const { scopes, vendorId } = key;
      limits.apiKey.check(key.id);
      limits.vendor.check(vendorId);
      limits.apiKey.count(key.id);
      limits.vendor.count(vendorId);
      if (scope === undefined || !allows(scopes, scope)) {
        throw new InlayError('scope_missing', { details: [{ path: '', message: `needs the scope ${scope}` }] });
      }
      const author = { actor: `api_key:${key.id}`, requestId: request.id };
      request.partner = { vendorId, scopes, author };
      // Not waited for: nothing depends on it.
      noteUse(key, services.clock()).catch((error: unknown) =>
        request.log.warn({ err: error }, 'use of an API key could not be noted'),
      );
    });
    done();
  },
  { name: 'partner-auth' },
);

function bearerKey(request: FastifyRequest): string {
  const values = headerValues(request, 'authorization');
  if (values.length === 0) throw new InlayError('api_key_missing');
  const key = values.length === 1 ? /^Bearer (inl_[0-9a-z]{20,100})$/i.exec(values[0] ?? '')?.[1] : undefined;
  if (key === undefined) throw new InlayError('api_key_invalid');
  return key;
}
