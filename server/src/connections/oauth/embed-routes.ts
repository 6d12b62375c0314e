import type { EmbedAuthorization } from '@inlay/shared';
import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import type { App } from '../../app.ts';
import { localeOf } from '../../http/locale.ts';
import type { Services } from '../../services.ts';
import { frameCaller } from '../frame-caller.ts';
import { presentAuthorization } from '../present-authorization.ts';
import { flowIdPattern } from './flow.ts';
import type { Flow } from './flow.ts';
import { newsOf } from './progress.ts';

const closed = { additionalProperties: false };
const id = Type.String({ pattern: flowIdPattern });
const byId = Type.Object({ id }, closed);
const querystring = Type.Object({}, closed);
const beginning = Type.Object(
  {
    id,
    provider: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    connection: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    fields: Type.Optional(
      Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 4096 }), { maxProperties: 32 }),
    ),
  },
  closed,
);
const cancelling = Type.Object(
  { reason: Type.Union([Type.Literal('popup_closed'), Type.Literal('popup_blocked')]) },
  closed,
);

/** `/embed/v1/authorizations`: what the frame begins, looks at and gives up. */
export function authorizationRoutes(app: App, { connections }: Services): void {
  const { authorizations } = connections;
  const present = (request: FastifyRequest, flow: Flow): EmbedAuthorization =>
    presentAuthorization(newsOf(flow), localeOf(request.headers));

  app.post('/authorizations', { schema: { querystring, body: beginning } }, async (request, reply) => {
    const caller = {
      ...frameCaller(request),
      sessionId: request.session.record.id,
      locale: localeOf(request.headers),
    };
    return reply.code(201).send(present(request, await authorizations.begin(caller, request.body)));
  });
  app.get('/authorizations/:id', { schema: { params: byId, querystring } }, async (request) =>
    present(request, await authorizations.find(frameCaller(request), request.params.id)),
  );
  app.post('/authorizations/:id/cancel', { schema: { params: byId, querystring, body: cancelling } }, async (request) =>
    present(request, await authorizations.cancel(frameCaller(request), request.params.id, request.body.reason)),
  );
}
