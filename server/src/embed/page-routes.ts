import { InlayError } from '@inlay/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import type { PageSender } from './page-sender.ts';
import { sendPage } from './peek.ts';
import type { Peek } from './peek.ts';

/** The routes that answer with a page: the peek at a direct link, and the clean address a frame is left at. */
export function pageRoutes(app: App, peek: Peek, pages: PageSender): void {
  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { id, headers, log, raw } = request;
    const page = await peek({ id, headers, log, target: raw.url ?? '', address: () => request.ip });
    // Its headers are computed, and no hook has a say in it.
    request.deadline.isOver = true;
    reply.hijack();
    sendPage(reply.raw, page);
    return reply;
  }

  /** A failure as a page: nobody but a browser that navigates comes to these addresses. */
  const errorHandler = (error: Error, request: FastifyRequest, reply: FastifyReply): void =>
    void pages.failure(request, reply, error);

  app.get('/direct_link', { errorHandler }, answer);
  app.get('/direct_link/*', { errorHandler }, answer);
  // The address a frame has after admission. The page lives in the frame's memory alone, so a reload needs a new link.
  app.get('/embedded/*', { errorHandler }, (request, reply) =>
    pages.failure(request, reply, new InlayError('session_missing')),
  );
}
