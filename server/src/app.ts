import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify from 'fastify';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { newRequestId } from './crypto/ids.ts';
import { errors } from './http/errors.ts';
import type { Services } from './services.ts';

/** A Fastify instance whose routes are typed by their TypeBox schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Builds the server on `services` without listening. The order of registration is the security story. */
export async function buildApp(services: Services): Promise<App> {
  const app = fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    genReqId: newRequestId,
    trustProxy: services.config.trustProxy.length > 0 ? [...services.config.trustProxy] : false,
    routerOptions: { maxParamLength: 1024 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: true, allErrors: true } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  await app.register(errors);
  return app;
}
