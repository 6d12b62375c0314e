import type { FastifyInstance } from 'fastify';
import { createWebsite, servePage } from '../website.ts';

/** What the dashboard's server works with. */
export interface DashboardOptions {
  readonly origins: Readonly<Record<'inlay' | 'partner' | 'dashboard' | 'provider', string>>;
  readonly dashboardKey: string;
  /** The partner's id of the customer whose dashboard it is. */
  readonly customer: string;
}

/**
 * The dashboard: a page that frames Inlay without the SDK. Its own server gets each link from the partner's, so the
 * page needs nothing but an address for its iframe.
 */
export async function createDashboard(options: DashboardOptions): Promise<FastifyInstance> {
  const { origins, dashboardKey, customer } = options;
  const app = await createWebsite({ folder: 'dashboard', frameOrigin: origins.inlay });
  servePage(app, '/', { page: 'dashboard/dashboard.html' }, { ...origins });

  app.post('/frame-address', async (request, reply) => {
    if (request.headers.origin !== origins.dashboard) {
      return reply.code(403).send({ error: 'Ask from the dashboard’s own page.' });
    }
    const answer = await fetch(`${origins.partner}/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${dashboardKey}` },
      body: JSON.stringify({ customer }),
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) return reply.code(502).send({ error: `Tidewater answered ${answer.status}.` });
    return answer.json();
  });
  return app;
}
