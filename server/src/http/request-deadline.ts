import fp from 'fastify-plugin';
import { underDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Until when the stores must have answered. */
    deadline: Deadline;
  }
}

/** Milliseconds in which the stores must have answered a request, all their answers together. */
export const storeTime = 1_900;

/**
 * Puts each request under a deadline, so that it meets its refusal within two seconds however slow a store is. It is
 * entered before the hooks that read accounts, and again once the body is there: that arrives outside of the context, and
 * the time it took is not the stores' doing. It ends as the answer goes out: a stream of events goes on without one.
 */
export const requestDeadline = fp(
  (app, _options, done) => {
    app.decorateRequest('deadline');
    app.addHook('onRequest', (request, _reply, next) => {
      request.deadline = { at: performance.now() + storeTime, isOver: false };
      underDeadline(request.deadline, next);
    });
    app.addHook('preParsing', (request, _reply, _payload, next) => {
      request.deadline.at -= performance.now();
      next();
    });
    app.addHook('preValidation', (request, _reply, next) => {
      request.deadline.at += performance.now();
      underDeadline(request.deadline, next);
    });
    app.addHook('onSend', (request, _reply, _payload, next) => {
      request.deadline.isOver = true;
      next();
    });
    done();
  },
  { name: 'request-deadline' },
);
