import fp from 'fastify-plugin';

/** Logs each answer by method, route pattern, status and time; never by address, which may hold a token. */
export const requestLog = fp(
  (app, _options, done) => {
    app.addHook('onResponse', (request, reply, next) => {
      const { method, routeOptions } = request;
      const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
      request.log.info({ method, route: routeOptions.url ?? null, status: reply.statusCode, milliseconds }, 'answered');
      next();
    });
    done();
  },
  { name: 'request-log' },
);
