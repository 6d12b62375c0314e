import fp from 'fastify-plugin';
import type { Metrics } from '../metrics/metrics.ts';

/** Logs and measures each answer by method, route pattern, status and time; never by address, which may hold a token. */
export const requestLog = fp(
  (app, { metrics }: { metrics: Metrics }, done) => {
    app.addHook('onResponse', (request, reply, next) => {
      const { method } = request;
      const { elapsedTime, statusCode: status } = reply;
      // Fastify makes the options of a route anew each time they are asked for.
      const route = request.routeOptions.url;
      metrics.observe(
        'requests',
        [method, route ?? 'none', statusClasses[Math.floor(status / 100)] ?? 'other'],
        elapsedTime / 1000,
      );
      const milliseconds = Math.round(elapsedTime * 10) / 10;
      request.log.info({ method, route: route ?? null, status, milliseconds }, 'answered');
      next();
    });
    done();
  },
  { name: 'request-log' },
);

const statusClasses = ['0xx', '1xx', '2xx', '3xx', '4xx', '5xx'];
