import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Exchange, Jodoo } from './jodoo.ts';
import type { Person } from './people.ts';
import type { Disturbance, JodooSettings } from './settings.ts';

type ErrorName = keyof JodooSettings['errors'];

/**
 * `POST /api/v3/user/oauth/auth_info`: an app's server gives its Suite Secret and a code and hears whose code it is.
 * The word `code` is the credential in the question and a number in the answer of an error.
 */
export function authInfoRoute(app: FastifyInstance, jodoo: Jodoo): void {
  app.post('/api/v3/user/oauth/auth_info', async (request, reply) => {
    if (jodoo.dateAhead !== 0) void reply.header('date', new Date(jodoo.now() + jodoo.dateAhead).toUTCString());
    const code = codeOf(request);
    const { disturbance } = jodoo;
    if (disturbance !== undefined && disturbance !== 'slow') {
      jodoo.note({ code, outcome: 'disturbed' });
      return disturbed[disturbance](reply, request, jodoo);
    }
    const answer = exchange(jodoo, request, code);
    const isIdentity = typeof answer !== 'string';
    jodoo.note({ code, outcome: isIdentity ? 'identity' : answer } satisfies Exchange);
    if (disturbance === 'slow') await new Promise((resolve) => setTimeout(resolve, jodoo.slowness).unref());
    if (isIdentity) return reply.send({ tenant_id: answer.tenant.id, username: answer.username });
    return refuse(jodoo, reply, answer);
  });
}

function exchange(jodoo: Jodoo, request: FastifyRequest, code: string): Person | ErrorName {
  const secret = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const app = [...jodoo.apps.values()].find(({ suiteSecret }) => suiteSecret === secret);
  if (app === undefined) return 'secretRefused';
  if (!app.enabled) return 'appDisabled';
  if (code === '') return 'requestInvalid';
  return jodoo.codes.spend(app.suiteId, code) ?? 'codeRefused';
}

function codeOf({ body }: FastifyRequest): string {
  const { code } = (typeof body === 'object' && body !== null ? body : {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

function refuse({ settings }: Jodoo, reply: FastifyReply, name: ErrorName): FastifyReply {
  const { status, code, msg } = settings.errors[name];
  return reply.code(status).send({ code, msg });
}

/** Answers that no client should trust, or wait for. */
const disturbed: Readonly<
  Record<Exclude<Disturbance, 'slow'>, (reply: FastifyReply, request: FastifyRequest, jodoo: Jodoo) => FastifyReply>
> = {
  silent: (reply) => reply.hijack(),
  'hang-up': (reply, { raw }) => {
    raw.socket.destroy();
    return reply.hijack();
  },
  'http-500': (reply) => reply.code(500).send({ code: 1, msg: 'Something went wrong.' }),
  'http-502': (reply) => page(reply.code(502), '<h1>502 Bad Gateway</h1>'),
  limited: (reply, _request, jodoo) => refuse(jodoo, reply, 'limited'),
  'not-json': (reply) => page(reply, 'We are making things better for you.'),
  truncated: (reply) => json(reply, '{"tenant_id": "64f1c0a2b7d3e900'),
  huge: (reply) => json(reply, JSON.stringify({ tenant_id: 'x'.repeat(512 * 1024), username: 'y' })),
  redirect: (reply) => reply.redirect('/api/v3/user/oauth/elsewhere', 307),
  empty: (reply) => json(reply, '{}'),
  'error-in-200': (reply) => json(reply, JSON.stringify({ code: 1, msg: 'Invalid request.' })),
  'wrong-types': (reply) => json(reply, JSON.stringify({ tenant_id: 620_31, username: ['mara'] })),
};

function json(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json').send(text);
}

function page(reply: FastifyReply, content: string): FastifyReply {
  return reply.type('text/html').send(`<html><body>${content}</body></html>`);
}
