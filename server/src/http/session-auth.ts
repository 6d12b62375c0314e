import { InlayError } from '@inlay/shared';
import fp from 'fastify-plugin';
import type { FastifyRequest } from 'fastify';
import { checkSameOrigin } from '../direct-links/navigation.ts';
import type { Services } from '../services.ts';
import type { LiveSession } from '../sessions/live-session.ts';
import { headerValues } from './header-values.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The session that the request's bearer token opens; set on every route of `/embed/v1`. */
    session: LiveSession;
  }
}

/** Admits to its scope only requests of our own page that carry the token of a live session, in one header alone. */
export const sessionAuth = fp(
  (app, { services }: { services: Services }, done) => {
    app.decorateRequest('session');
    app.addHook('onRequest', async (request) => {
      checkSameOrigin(request.headers, services.config.publicOrigin);
      request.session = await services.sessions.authenticate(bearerToken(request));
    });
    done();
  },
  { name: 'session-auth' },
);

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1), given once. Throws `session_missing`. */
function bearerToken(request: FastifyRequest): string {
  const values = headerValues(request.raw, 'authorization');
  const token = values.length === 1 ? /^Bearer ([A-Za-z0-9_-]+)$/i.exec(values[0] ?? '')?.[1] : undefined;
  if (token === undefined) throw new InlayError('session_missing');
  return token;
}
