import type { App } from '../app.ts';
import type { Redeem } from './redeem.ts';

/** The redemption, by the frame's own page. The body reaches it as text. */
export function redeemRoute(app: App, redeem: Redeem): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, next) => next(null, body));
  app.post<{ Body: string | undefined }>('/direct_link/redeem', async (request, reply) => {
    const { id, headers, body } = request;
    const answer = await redeem({ id, headers, body, address: () => request.ip });
    return reply.header('cache-control', 'no-store').send(answer);
  });
}
