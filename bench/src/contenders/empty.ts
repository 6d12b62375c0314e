import fastify from 'fastify';

// What a route costs that does nothing: a page of 2 KB by Fastify, with no plugin and no log.
const page = `<!doctype html><title>Empty</title><p>${'x'.repeat(2_000)}`;
const app = fastify();
app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
console.log('listening');
