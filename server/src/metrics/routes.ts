import fp from 'fastify-plugin';
import type { App } from '../app.ts';
import { createExposition } from './exposition.ts';
import type { Metrics } from './metrics.ts';

/** Measures each answer by method, route pattern and status class; never by address. */
export const requestMetrics = fp(
  (app, { metrics }: { metrics: Metrics }, done) => {
    app.addHook('onResponse', (request, reply, next) => {
      const status = `${Math.floor(reply.statusCode / 100)}xx`;
      metrics.observe(
        'requests',
        [request.method, request.routeOptions.url ?? 'none', status],
        reply.elapsedTime / 1000,
      );
      next();
    });
    done();
  },
  { name: 'request-metrics' },
);

/** `/metrics`: Prometheus's text format. It holds no secret; still it is for the operator, who keeps it from the public. */
export function metricsRoute(app: App, { metrics }: { readonly metrics: Metrics }): void {
  const expose = createExposition(metrics);
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await expose();
    return reply.header('cache-control', 'no-store').type(contentType).send(text);
  });
}
