import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RegisteredClient } from './client.ts';
import type { Grants } from './grants.ts';

type Fields = Readonly<Partial<Record<string, string>>>;

/** The endpoints that the app's server calls: tokens, their revocation, and whose they are. */
export function tokenRoutes(app: FastifyInstance, client: RegisteredClient, grants: Grants): void {
  app.post<{ Body: Fields }>('/oauth/token', (request, reply) => {
    if (!proves(request, client)) return refuse(reply.code(401), 'invalid_client');
    const { grant_type, code = '', code_verifier = '', redirect_uri = '', refresh_token = '' } = request.body;
    const tokens =
      grant_type === 'refresh_token'
        ? grants.refresh(refresh_token)
        : grants.exchange(code, code_verifier, redirect_uri);
    if (tokens === undefined) return refuse(reply.code(400), 'invalid_grant');
    return reply.header('cache-control', 'no-store').send(tokens);
  });

  app.post<{ Body: Fields }>('/oauth/revoke', (request, reply) => {
    if (!proves(request, client)) return refuse(reply.code(401), 'invalid_client');
    grants.revoke(request.body['token'] ?? '');
    return reply.send({});
  });

  app.get('/calendar/api/account', (request, reply) => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const account = grants.accountOf(token);
    if (account === undefined) return refuse(reply.code(401).header('www-authenticate', 'Bearer'), 'invalid_token');
    return reply.send({ id: account.id, email: account.email, name: account.name });
  });
}

/** Whether the app proves itself by its id and secret, in the header alone (RFC 6749 §2.3.1). */
function proves({ headers }: FastifyRequest, { id, secret }: RegisteredClient): boolean {
  const pair = /^Basic (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const given = Buffer.from(pair, 'base64');
  const wanted = Buffer.from(`${id}:${secret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function refuse(reply: FastifyReply, error: string): FastifyReply {
  return reply.header('cache-control', 'no-store').send({ error });
}
