import type { IncomingMessage } from 'node:http';
import { InlayError } from '@inlay/shared';
import fp from 'fastify-plugin';
import type { FastifyBaseLogger } from 'fastify';
import { createKeyUse, findApiKey } from '../accounts/api-keys.ts';
import type { Author } from '../accounts/change.ts';
import { allows } from '../accounts/scopes.ts';
import type { Scope } from '../accounts/scopes.ts';
import type { ApiKey } from '../accounts/types.ts';
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

/** Judges who calls the partner API, whatever receives the request. */
export interface PartnerCheck {
  /** Finds the API key of a request. Throws `api_key_missing`, `api_key_invalid` and, for an address that guesses, `rate_limited`. */
  identify(request: IncomingMessage, address: () => string): Promise<ApiKey>;
  /** Counts the request and lets it through where its key is allowed `scope`. Throws `rate_limited` and `scope_missing`. */
  allow(key: ApiKey, scope: Scope | undefined, request: { readonly id: string; readonly log: Warner }): Partner;
}

type Warner = Pick<FastifyBaseLogger, 'warn'>;

/** What an answer that lacks an API key asks for (RFC 6750, 3). */
export const challenge = { 'www-authenticate': 'Bearer' } as const;

export function createPartnerCheck({ clock, database, directory, limits }: Services): PartnerCheck {
  const noteUse = createKeyUse(database);
  return {
    async identify(request, address) {
      const key = await findApiKey(directory, bearerKey(request));
      if (key !== undefined) return key;
      limits.address.check(address);
      limits.address.count(address());
      throw new InlayError('api_key_invalid');
    },
    allow(key, scope, { id: requestId, log }) {
      const { id, scopes, vendorId } = key;
      limits.apiKey.check(id);
      limits.vendor.check(vendorId);
      limits.apiKey.count(id);
      limits.vendor.count(vendorId);
      if (scope === undefined || !allows(scopes, scope)) {
        throw new InlayError('scope_missing', { details: [{ path: '', message: `needs the scope ${scope}` }] });
      }
      // Not waited for: nothing depends on it.
      noteUse(key, clock()).catch((error: unknown) => log.warn({ err: error }, 'use of an API key could not be noted'));
      return { vendorId, scopes, author: { actor: `api_key:${id}`, requestId } };
    },
  };
}

/**
 * Admits to its scope only requests with an API key that allows the route. The key counts in one `Authorization`
 * header alone (RFC 6750, 2.1). A route that names no scope cannot be registered.
 */
export const partnerAuth = fp(
  (app, { check }: { check: PartnerCheck }, done) => {
    app.decorateRequest('partner');
    app.addHook('onRoute', ({ method, url, config }) => {
      if (config?.scope === undefined) throw new TypeError(`${String(method)} ${url} names no scope`);
    });
    app.addHook('onRequest', async (request, reply) => {
      void reply.headers(challenge).header('cache-control', 'no-store');
      const key = await check.identify(request.raw, () => request.ip);
      void reply.removeHeader('www-authenticate');
      request.partner = check.allow(key, request.routeOptions.config.scope, request);
    });
    done();
  },
  { name: 'partner-auth' },
);

function bearerKey(request: IncomingMessage): string {
  const values = headerValues(request, 'authorization');
  if (values.length === 0) throw new InlayError('api_key_missing');
  const key = values.length === 1 ? /^Bearer (inl_[0-9a-z]{20,100})$/i.exec(values[0] ?? '')?.[1] : undefined;
  if (key === undefined) throw new InlayError('api_key_invalid');
  return key;
}
