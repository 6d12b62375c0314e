import type { FastifyReply } from 'fastify';
import type { App } from '../app.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { checkNavigation, checkNoPrefetch } from '../direct-links/navigation.ts';
import type { PageSender } from '../embed/page-sender.ts';
import type { Services } from '../services.ts';
import { createAnswers } from './answers.ts';
import { addArrivals } from './arrivals.ts';
import { addFramePages } from './frame-pages.ts';
import { cleanScript } from './page.ts';
import type { Entrance } from './sign-in.ts';
import { readVisit } from './visit.ts';
import type { Visit } from './visit.ts';

/** Adds the page `/jodoo/<integration>/<name>`. `entrance`: what it is to the metrics, where somebody may come in by it. */
export type AddPage = (
  name: string,
  work: (visit: Visit, row: JodooIntegrationRow) => Promise<FastifyReply>,
  entrance?: Entrance,
) => void;

/** `/jodoo/<integration>/…`: the pages by which people come from Jodoo (contract, section 7). */
export function jodooRoutes(app: App, services: Services, pages: PageSender): void {
  const { config, limits, metrics, jodoo } = services;
  const answers = createAnswers(services);
  const { refuse, show } = answers;

  /** Checks what comes from outside, finds the integration, and shows whatever is refused. */
  const page: AddPage = (name, work, entrance) => {
    app.get<{ Params: { integration: string } }>(
      `/jodoo/:integration/${name}`,
      {
        exposeHeadRoute: false,
        errorHandler: (error, request, reply) => void refuse(readVisit(request, reply), error),
      },
      async (request, reply) => {
        const startedAt = performance.now();
        const visit = readVisit(request, reply, entrance);
        try {
          limits.address.check(request.ip);
          checkNavigation(request.headers, visit.query);
          checkNoPrefetch(request.headers);
          visit.row = await jodoo.find(request.params.integration);
          return await work(visit, visit.row);
        } catch (error) {
          return refuse(visit, error);
        } finally {
          const own = performance.now() - startedAt - visit.spent.jodoo;
          metrics.observe('jodooOwnTime', [name], Math.max(0, own) / 1000);
        }
      },
    );
  };

  addArrivals(page, services, answers);
  addFramePages(page, pages, config.publicOrigin);
  page('done', async (visit, row) => show(visit, row, { kind: 'done' }));
  app.get('/jodoo/clean.js', { exposeHeadRoute: false }, (_request, reply) =>
    reply
      .headers({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=86400',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      })
      .send(cleanScript),
  );
}
