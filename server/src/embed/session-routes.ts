import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Services } from '../services.ts';
import { describeSession } from '../sessions/describe.ts';
import { idleLimit } from '../sessions/sessions.ts';

/** `replaced`: another session took its place, and what a person began in it, and goes on with in a window, stays theirs. */
const endQuery = Type.Object(
  { reason: Type.Optional(Type.Union([Type.Literal('revoked'), Type.Literal('replaced')])) },
  { additionalProperties: false },
);

/** Routes by which the frame looks at its session and ends it; in the scope of `session-auth`. */
export function sessionRoutes(app: App, services: Services): void {
  app.get('/session', { schema: { querystring: Type.Object({}, { additionalProperties: false }) } }, (request, reply) =>
    reply.header('cache-control', 'no-store').send({
      session: describeSession(request.session),
      expiresIn: secondsLeft(request.session.record.expiresAt, services),
    }),
  );
  app.delete('/session', { schema: { querystring: endQuery } }, async (request, reply) => {
    await services.sessions.end(request.session.record, request.query.reason ?? 'revoked');
    services.audit.record({
      vendorId: request.session.vendor.id,
      action: 'session.ended',
      outcome: 'changed',
      actor: `frame:${request.session.record.id}`,
      customerId: request.session.customer.id,
      requestId: request.id,
      target: request.session.record.id,
    });
    return reply.code(204).send();
  });
}

/** Seconds until a session ends if it is left idle from now on. */
export function secondsLeft(expiresAt: number, { clock }: Pick<Services, 'clock'>): number {
  return Math.max(0, Math.floor(Math.min(idleLimit, expiresAt - clock()) / 1000));
}
