import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import fastify from 'fastify';

// Mints as one writes it first: `sign` without a callback, on the thread that answers everybody else. It does nothing
// else, neither keys of an API nor accounts nor audit, so that only the signing is compared.
const { privateKey: pem } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const key = createPrivateKey(pem);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = part({ alg: 'RS256', typ: 'JWT', kid: 'bench' });

const app = fastify();
app.post<{ Body: { customer: string } }>('/api/v1/direct-links', (request, reply) => {
  const claims = { sub: request.body.customer, iat: Math.floor(Date.now() / 1000), jti: randomUUID() };
  const input = `${header}.${part(claims)}`;
  const token = `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
  return reply.code(201).send({ url: `https://inlay.example/direct_link?token=${token}`, token, jti: claims.jti });
});
app.get('/health/live', () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
console.log('listening');
