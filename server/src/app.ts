import { InlayError } from '@inlay/shared';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { LogController } from 'fastify';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { authorizationRoutes } from './connections/oauth/embed-routes.ts';
import { windowRoutes } from './connections/oauth/window-routes.ts';
import { connectionRoutes } from './connections/routes.ts';
import { newRequestId } from './crypto/ids.ts';
import { createLinkMaker } from './direct-links/create-link.ts';
import { mintDoor } from './direct-links/mint-door.ts';
import { createRedeem } from './direct-links/redeem.ts';
import { redeemRoute } from './direct-links/redeem-route.ts';
import { assetRoutes } from './embed/asset-routes.ts';
import { admissionDoors } from './embed/doors.ts';
import { pageRoutes } from './embed/page-routes.ts';
import { createPageSender } from './embed/page-sender.ts';
import { createPeek } from './embed/peek.ts';
import { sessionRoutes } from './embed/session-routes.ts';
import { errors, sendError } from './http/errors.ts';
import { openFrontDoor } from './http/front-door.ts';
import { healthRoutes } from './http/health-routes.ts';
import { partnerApi } from './http/partner-api.ts';
import { createPartnerCheck } from './http/partner-auth.ts';
import { jsonBody } from './http/json-body.ts';
import { jodooFrameRoutes } from './jodoo/frame-routes.ts';
import { jodooRoutes } from './jodoo/routes.ts';
import { ajvOptions, buildLazyValidators } from './http/lazy-validators.ts';
import { requestDeadline } from './http/request-deadline.ts';
import { requestLog } from './http/request-log.ts';
import { answerHeaders, readyHeaders, securityHeaders } from './http/security-headers.ts';
import { sessionAuth } from './http/session-auth.ts';
import { metricsRoute } from './metrics/routes.ts';
import type { Services } from './services.ts';
import { requestTrace } from './tracing/request-trace.ts';
import { tracer } from './tracing/tracing.ts';

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
  const { config } = services;
  const app = fastify({
    loggerInstance: services.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: 64 * 1024,
    // Until a request must be there whole: who sends it byte by byte holds no connection for ever.
    requestTimeout: 30_000,
    // Who comes over an open connection while the process ends is answered still, and told that the connection ends.
    return503OnClosing: false,
    genReqId: newRequestId,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    routerOptions: { maxParamLength: 4096 },
    frameworkErrors: (error, request, reply) => {
      if (request.url.startsWith('/direct_link')) pages.failure(request, reply, new InlayError('path_invalid'));
      else sendError(request, reply.headers(answerHeaders(config)), error);
    },
    // Each route writes out what it answers; compiling a serializer for every answer would cost each start 200 ms.
    schemaController: {
      compilersFactory: {
        buildValidator: buildLazyValidators,
        buildSerializer: () => () => (answer: unknown) => JSON.stringify(answer),
      },
    },
    ajv: { customOptions: ajvOptions },
  }).withTypeProvider<TypeBoxTypeProvider>();
  const pages = createPageSender(services);

  await app.register(errors, { failurePage: pages.failure, headers: answerHeaders(config) });
  const tracing = tracer();
  if (tracing !== undefined) await app.register(requestTrace, { tracer: tracing });
  await app.register(requestDeadline);
  await app.register(jsonBody);
  await app.register(requestLog, services);
  // Pages bring their own headers; nothing else answers without those that all others have.
  const peek = createPeek(services, pages);
  const redeem = createRedeem(services);
  const check = createPartnerCheck(services);
  const createLink = createLinkMaker(services);
  pageRoutes(app, peek, pages);
  jodooRoutes(app, services, pages);
  await app.register(async (scope) => windowRoutes(scope, services));
  await app.register(async (scope) => {
    await scope.register(readyHeaders, { config });
    await scope.register(async (own) => redeemRoute(own, redeem));
    jodooFrameRoutes(scope, services);
    await scope.register(
      async (frame) => {
        await frame.register(sessionAuth, { services });
        sessionRoutes(frame, services);
        connectionRoutes(frame, services);
        authorizationRoutes(frame, services);
      },
      { prefix: '/embed/v1' },
    );
  });
  await app.register(async (scope) => {
    await scope.register(securityHeaders, { config });
    healthRoutes(scope, services);
    metricsRoute(scope, services);
    assetRoutes(scope);
  });
  await app.register(async (scope) => {
    await scope.register(readyHeaders, { config });
    await scope.register(partnerApi(services, check, createLink));
  });
  const doors = [...admissionDoors(services, peek, redeem), mintDoor(services, check, createLink)];
  if (tracing === undefined) openFrontDoor(app, services, doors);
  return app;
}
