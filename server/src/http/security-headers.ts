import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';
import type { Config } from '../config.ts';

type Deployment = Pick<Config, 'publicOrigin'>;

/**
 * The headers of every answer that is no page: nothing in it runs, is framed or is sniffed. They are the very ones that
 * helmet sets with the options below, which a test holds, and depend on no request.
 */
export function answerHeaders(config: Deployment): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    ...(isHttps(config) ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-permitted-cross-domain-policies': 'none',
  };
}

/** Sets them by helmet. It works them out anew for each answer, so the routes of admission and of the frame do without. */
export const securityHeaders = fp(
  async (app, { config }: { config: Deployment }) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
      },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      strictTransportSecurity: isHttps(config) ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      xFrameOptions: false,
      xXssProtection: false,
    });
  },
  { name: 'security-headers' },
);

/** Sets them as they stand, for routes that are asked often. */
export const readyHeaders = fp(
  (app, { config }: { config: Deployment }, done) => {
    const headers = answerHeaders(config);
    app.addHook('onRequest', (_request, reply, next) => {
      void reply.headers(headers);
      next();
    });
    done();
  },
  { name: 'ready-headers' },
);

function isHttps({ publicOrigin }: Deployment): boolean {
  return publicOrigin.startsWith('https:');
}
