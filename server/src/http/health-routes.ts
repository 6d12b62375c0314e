import { InlayError } from '@inlay/shared';
import type { App } from '../app.ts';
import { readReadiness } from '../health/readiness.ts';
import type { Services } from '../services.ts';
import { apiErrorBody } from './errors.ts';

/** Seconds after which to ask again. */
const retryAfter = 2;

/** `/health/live`: the process answers. `/health/ready`: it could admit somebody now, and what that rests on. */
export function healthRoutes(app: App, services: Services): void {
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (request, reply) => {
    const { isReady, checks } = await readReadiness(services);
    void reply.header('cache-control', 'no-store');
    if (isReady) return { status: 'ready', checks };
    const error = new InlayError('service_unavailable', { retryAfter });
    return reply
      .code(error.status)
      .header('retry-after', String(retryAfter))
      .send({ status: 'unavailable', checks, ...apiErrorBody(error, request.id) });
  });
}
