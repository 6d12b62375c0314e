import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';
import type { Config } from '../config.ts';

/**
 * The same in short for an answer that comes before any hook: to an address that no router can read, or whose parts are
 * too long.
 */
export function bareHeaders(config: Pick<Config, 'publicOrigin'>): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(config.publicOrigin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** Headers of every answer that is no page: nothing in it runs, is framed or is sniffed. Pages bring their own. */
export const securityHeaders = fp(
  async (app, { config }: { config: Config }) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
      },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      strictTransportSecurity: config.publicOrigin.startsWith('https:')
        ? { maxAge: 31_536_000, includeSubDomains: false }
        : false,
      xFrameOptions: false,
      xXssProtection: false,
    });
  },
  { name: 'security-headers' },
);
