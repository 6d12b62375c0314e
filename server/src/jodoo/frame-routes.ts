import { InlayError, defaultPagePath, parsePagePath } from '@inlay/shared';
import type { RedeemAnswer } from '@inlay/shared';
import { Type } from 'typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { checkSameOrigin } from '../direct-links/navigation.ts';
import { secondsLeft } from '../embed/session-routes.ts';
import { toInlayError } from '../http/errors.ts';
import type { Services } from '../services.ts';
import { describeSession } from '../sessions/describe.ts';
import { attemptIdPattern } from './attempts.ts';
import type { Grant } from './grant.ts';
import { secretPattern } from './hashes.ts';
import { checkStanding } from './sign-in.ts';

const closed = { additionalProperties: false };
const secret = Type.String({ pattern: secretPattern });
const TicketBody = Type.Object({ ticket: Type.String({ maxLength: 100 }) }, closed);
const AttemptBody = Type.Object(
  {
    id: Type.String({ pattern: attemptIdPattern }),
    challenge: secret,
    path: Type.Optional(Type.String({ maxLength: 4_000 })),
  },
  closed,
);
const VerifierBody = Type.Object({ verifier: secret }, closed);

/**
 * What the frame's own page asks: to open a session for a ticket, to begin an attempt, and to take up what came of it. No
 * cookie is needed for any of it; where a browser says where a request comes from, it must be our own page.
 */
export function jodooFrameRoutes(app: App, services: Services): void {
  const { config, limits, metrics, sessions, audit, clock, jodoo } = services;

  /** Opens the session that somebody was found worthy of, if it still holds. */
  async function open(grant: Grant, request: FastifyRequest): Promise<RedeemAnswer> {
    const { vendorId, customerId, memberId, integrationId } = grant;
    const entry = { vendorId, customerId, memberId, actor: 'jodoo', requestId: request.id, action: 'jodoo.enter' };
    try {
      const { token, live } = await sessions.openByJodoo(grant, clock());
      audit.record({ ...entry, outcome: 'accepted', target: live.record.id, detail: { integration: integrationId } });
      return {
        sessionToken: token,
        session: describeSession(live),
        expiresIn: secondsLeft(live.record.expiresAt, services),
      };
    } catch (error) {
      const { code } = toInlayError(error);
      audit.record({ ...entry, outcome: 'refused', code, target: integrationId });
      throw error;
    }
  }

  /** Checks what comes from outside; who is refused for what nobody but our page knows counts against the address. */
  function route<Body>(
    name: string,
    body: Type.TSchema,
    work: (
      request: FastifyRequest<{ Params: { integration: string; attempt: string }; Body: Body }>,
      reply: FastifyReply,
    ) => Promise<FastifyReply>,
  ): void {
    app.post<{ Params: { integration: string; attempt: string }; Body: Body }>(
      `/jodoo/:integration/${name}`,
      { schema: { body }, attachValidation: true },
      async (request, reply) => {
        const startedAt = performance.now();
        limits.address.check(request.ip);
        checkSameOrigin(request.headers, config.publicOrigin);
        if (request.validationError !== undefined) {
          throw new InlayError('http_request_invalid', { detail: request.validationError.message });
        }
        try {
          return await work(request, reply.header('cache-control', 'no-store'));
        } catch (error) {
          if (toInlayError(error).status < 500) limits.address.count(request.ip);
          throw error;
        } finally {
          metrics.observe('jodooOwnTime', [name.replace('s/:attempt', '')], (performance.now() - startedAt) / 1000);
        }
      },
    );
  }

  route<Type.Static<typeof TicketBody>>('enter', TicketBody, async (request, reply) => {
    const grant = await jodoo.tickets.take(request.body.ticket);
    if (grant?.integrationId !== request.params.integration) {
      throw new InlayError('jodoo_code_invalid', { detail: 'the ticket is unknown, used or expired' });
    }
    return reply.send(await open(grant, request));
  });

  route<Type.Static<typeof AttemptBody>>('attempts', AttemptBody, async (request, reply) => {
    const row = await jodoo.find(request.params.integration);
    checkStanding(row, config.publicOrigin);
    const page = parsePagePath(request.body.path ?? defaultPagePath, config.publicOrigin);
    if (page === undefined) throw new InlayError('path_invalid');
    // Each one leaves something behind for ten minutes.
    limits.address.count(request.ip);
    return reply.code(201).send(await jodoo.attempts.begin(row.id, request.body, page.path));
  });

  route<Type.Static<typeof VerifierBody>>('attempts/:attempt/session', VerifierBody, async (request, reply) => {
    const { integration, attempt } = request.params;
    const taken = await jodoo.attempts.takeUp(integration, attempt, request.body.verifier);
    if ('status' in taken) return reply.code(202).send(taken);
    return reply.send(await open(taken, request));
  });
}
