import type { FastifyBaseLogger } from 'fastify';
import fp from 'fastify-plugin';
import type { Metrics } from '../metrics/metrics.ts';

/** An answer that was sent. */
export interface SentAnswer {
  readonly method: string;
  /** Pattern of the route; `undefined` where none fits. Never the address, which may hold a token. */
  readonly route: string | undefined;
  readonly status: number;
  readonly milliseconds: number;
}

/** Logs and measures an answer. */
export function noteAnswer(
  metrics: Metrics,
  log: Pick<FastifyBaseLogger, 'info'>,
  { method, route, status, milliseconds }: SentAnswer,
): void {
  const statusClass = statusClasses[Math.floor(status / 100)] ?? 'other';
  metrics.observe('requests', [method, route ?? 'none', statusClass], milliseconds / 1000);
  log.info({ method, route: route ?? null, status, milliseconds: Math.round(milliseconds * 10) / 10 }, 'answered');
}

const statusClasses = ['0xx', '1xx', '2xx', '3xx', '4xx', '5xx'];

/** Logs and measures each answer by method, route pattern, status and time. */
export const requestLog = fp(
  (app, { metrics }: { metrics: Metrics }, done) => {
    app.addHook('onResponse', (request, reply, next) => {
      const { method } = request;
      // Fastify makes the options of a route anew each time they are asked for.
      const route = request.routeOptions.url;
      noteAnswer(metrics, request.log, {
        method,
        route,
        status: reply.statusCode,
        milliseconds: reply.elapsedTime,
      });
      next();
    });
    done();
  },
  { name: 'request-log' },
);
