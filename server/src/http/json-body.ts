import fp from 'fastify-plugin';

/**
 * JSON is the only body there is. An empty one counts as none, whatever its type: clients that put `Content-Type` on
 * every request send it with a DELETE, too. `__proto__` and `constructor` as names are refused, as by Fastify itself.
 */
export const jsonBody = fp(
  (app, _options, done) => {
    const parse = app.getDefaultJsonParser('error', 'error');
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, next) => {
      if (body === '') next(null, undefined);
      else void parse(request, body.toString(), next);
    });
    done();
  },
  { name: 'json-body' },
);
