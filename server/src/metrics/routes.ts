import type { App } from '../app.ts';
import { createExposition } from './exposition.ts';
import type { Metrics } from './metrics.ts';

/** `/metrics`: Prometheus's text format. It holds no secret; still it is for the operator, who keeps it from the public. */
export function metricsRoute(app: App, { metrics }: { readonly metrics: Metrics }): void {
  const expose = createExposition(metrics);
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await expose();
    return reply.header('cache-control', 'no-store').type(contentType).send(text);
  });
}
