import fp from 'fastify-plugin';
import type { FastifyRequest } from 'fastify';
import type { RequestSpan, Tracer } from './tracing.ts';

/** Makes a span of each request, named by method and route pattern. Registered only where tracing is on. */
export const requestTrace = fp(
  (app, { tracer }: { tracer: Tracer }, done) => {
    const spans = new WeakMap<FastifyRequest, RequestSpan>();
    app.addHook('onRequest', (request, _reply, next) => {
      const { traceparent } = request.headers;
      tracer.request(typeof traceparent === 'string' ? traceparent : undefined, (span) => {
        spans.set(request, span);
        next();
      });
    });
    // The body arrives outside of the context that was entered above.
    app.addHook('preValidation', (request, _reply, next) => {
      const span = spans.get(request);
      if (span === undefined) next();
      else span.within(next);
    });
    app.addHook('onResponse', (request, reply, next) => {
      const route = request.routeOptions.url ?? 'none';
      spans.get(request)?.end(`${request.method} ${route}`, reply.statusCode >= 500, {
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': reply.statusCode,
        'inlay.request_id': request.id,
      });
      next();
    });
    done();
  },
  { name: 'request-trace' },
);
