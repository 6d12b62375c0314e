import type { FastifyInstance } from 'fastify';
import { pageOf } from '../website.ts';
import { isTrusted } from './apps.ts';
import type { IntegrationApp } from './apps.ts';
import { faultPage, untrusted } from './fault-page.ts';
import { withParameters } from './jodoo.ts';
import type { Jodoo } from './jodoo.ts';
import type { SignIns } from './sign-ins.ts';
import { toSignIn } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** What the form's record holds; its frame gets these values in its address, and may show them, no more. */
const record = { order: 'HP-20418', carrier: 'Nordkurier' };

/** The pages for people who are signed in: Product Center with Enter App, a form and a dashboard. */
export function workspaceRoutes(site: FastifyInstance, jodoo: Jodoo, signIns: SignIns, workspace: Workspace): void {
  site.get('/', (_request, reply) => reply.redirect('/product-center', 303));

  site.get('/product-center', (request, reply) => {
    const apps = [...jodoo.apps.values()].map(cardOf).join('');
    return workspace.show(request, reply, { title: 'Product Center', view: 'product-center', parts: { apps } });
  });

  site.get<{ Params: { readonly suiteId: string } }>('/product-center/:suiteId/enter', (request, reply) => {
    const person = signIns.personOf(request);
    if (person === undefined) return toSignIn(request, reply);
    const app = jodoo.apps.get(request.params.suiteId);
    if (app === undefined) return faultPage(reply, 'There is no such integration app.');
    if (!app.enabled) return faultPage(reply, 'This integration app is disabled.');
    if (!isTrusted(app, app.homePage)) return faultPage(reply, untrusted);
    return reply.redirect(withParameters(app.homePage, { code: jodoo.issueCode(app, person) }), 302);
  });

  site.get('/dashboards/order-desk', (request, reply) =>
    workspace.show(request, reply, { title: 'Order desk', view: 'dashboard', parts: { frame: frameOf(jodoo) } }),
  );

  site.get('/forms/delivery', (request, reply) => {
    const parts = { frame: frameOf(jodoo, record) };
    return workspace.show(request, reply, { title: 'New delivery', view: 'form', values: record, parts });
  });
}

function cardOf({ suiteId, name, description, enabled }: IntegrationApp): string {
  const values = { suiteId, name, description, initial: name.slice(0, 1), state: enabled ? 'Enabled' : 'Disabled' };
  return pageOf({ page: 'jodoo/app-card.html' }, values);
}

/** The web page component: the address that the first app says, with further parameters. */
function frameOf({ apps }: Jodoo, parameters: Readonly<Record<string, string>> = {}): string {
  const [app] = apps.values();
  if (app === undefined || app.embedAddress === '') return pageOf({ page: 'jodoo/no-frame.html' }, {});
  return pageOf({ page: 'jodoo/frame.html' }, { src: withParameters(app.embedAddress, parameters), app: app.name });
}
