import type { FastifyPluginAsync } from 'fastify';
import type { App } from '../app.ts';
import { apiKeyRoutes } from '../accounts/api-key-routes.ts';
import { customerRoutes } from '../accounts/customer-routes.ts';
import { jwksRoute } from '../accounts/jwks-route.ts';
import { memberRoutes } from '../accounts/member-routes.ts';
import { signingKeyRoutes } from '../accounts/signing-key-routes.ts';
import { auditRoutes } from '../audit/routes.ts';
import { connectionApiRoutes } from '../connections/api-routes.ts';
import { credentialsRoutes } from '../connections/credentials/routes.ts';
import { providerRoutes } from '../connections/provider-routes.ts';
import { directLinkRoutes } from '../direct-links/api-routes.ts';
import type { CreateLink } from '../direct-links/create-link.ts';
import { diagnosisRoutes } from '../jodoo/diagnosis/routes.ts';
import { jodooIntegrationRoutes } from '../jodoo/integration-routes.ts';
import { jodooMemberRoutes } from '../jodoo/member-routes.ts';
import { jodooTransferRoutes } from '../jodoo/transfer-routes.ts';
import type { Services } from '../services.ts';
import { sessionApiRoutes } from '../sessions/api-routes.ts';
import { apiDocsRoutes } from './api-docs.ts';
import { idempotency } from './idempotency.ts';
import { noteMethods } from './method-not-allowed.ts';
import { openapi } from './openapi.ts';
import { partnerAuth } from './partner-auth.ts';
import type { PartnerCheck } from './partner-auth.ts';

/** The partner API under `/api/v1`, its description at `/api/openapi.json` and `/api/docs`, and the public key set. */
export function partnerApi(services: Services, check: PartnerCheck, createLink: CreateLink): FastifyPluginAsync {
  return async (instance) => {
    const app = instance as unknown as App;
    await app.register(openapi, { config: services.config });
    const refuseOtherMethods = noteMethods(app);
    await app.register(apiV1(services, check, createLink), { prefix: '/api/v1' });
    jwksRoute(app, services);
    apiDocsRoutes(app);
    refuseOtherMethods();
  };
}

function apiV1(services: Services, check: PartnerCheck, createLink: CreateLink): FastifyPluginAsync {
  return async (instance) => {
    const app = instance as unknown as App;
    await app.register(partnerAuth, { check });
    await app.register(idempotency, { services });
    customerRoutes(app, services);
    memberRoutes(app, services);
    signingKeyRoutes(app, services);
    directLinkRoutes(app, createLink);
    sessionApiRoutes(app, services);
    connectionApiRoutes(app, services);
    credentialsRoutes(app, services);
    providerRoutes(app, services);
    jodooIntegrationRoutes(app, services);
    diagnosisRoutes(app, services);
    jodooMemberRoutes(app, services);
    await app.register(async (scope) => jodooTransferRoutes(scope as unknown as App, services));
    auditRoutes(app, services);
    apiKeyRoutes(app, services);
  };
}
