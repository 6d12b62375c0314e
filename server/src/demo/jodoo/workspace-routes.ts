import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageOf } from '../website.ts';
import { isTrusted } from './apps.ts';
import { faultPage, untrusted } from './authorize-routes.ts';
import { withParameters } from './jodoo.ts';
import type { Jodoo } from './jodoo.ts';
import type { Person } from './people.ts';
import type { SignIns } from './sign-ins.ts';
import { html } from './sign-in-routes.ts';

/** The pages for people who are signed in: Product Center, a form and a dashboard. */
export function workspaceRoutes(site: FastifyInstance, jodoo: Jodoo, signIns: SignIns): void {
  site.get('/', (_request, reply) => reply.redirect('/product-center', 303));

  site.get('/product-center', (request, reply) =>
    shown(request, reply, 'Product Center', 'product-center', {
      apps: [...jodoo.apps.values()]
        .map(({ suiteId, name, description, enabled }) =>
          pageOf(
            { page: 'jodoo/app-card.html' },
            { suiteId, name, description, initial: name.slice(0, 1), state: enabled ? 'enabled' : 'disabled' },
          ),
        )
        .join(''),
    }),
  );

  site.get<{ Params: { readonly suiteId: string } }>('/product-center/:suiteId/enter', (request, reply) => {
    const person = signIns.personOf(request);
    if (person === undefined) return toSignIn(request, reply);
    const app = jodoo.apps.get(request.params.suiteId);
    if (app === undefined) return faultPage(reply, 'There is no such integration app.');
    if (!app.enabled) return faultPage(reply, 'This integration app is disabled.');
    if (!isTrusted(app, app.homePage)) return faultPage(reply, untrusted);
    return reply.redirect(withParameters(app.homePage, { code: jodoo.issueCode(app, person) }), 302);
  });

  for (const [path, title, content, parameters] of [
    ['/dashboards/order-desk', 'Order desk', 'dashboard', {}],
    ['/forms/delivery', 'New delivery', 'form', { order: 'HP-20418', carrier: 'Nordkurier' }],
  ] as const) {
    site.get(path, (request, reply) => {
      const [app] = jodoo.apps.values();
      const address = app?.embedAddress ?? '';
      const frame = address === '' ? 'jodoo/no-frame.html' : 'jodoo/frame.html';
      const src = address === '' ? '' : withParameters(address, parameters);
      return shown(request, reply, title, content, { frame: pageOf({ page: frame }, { src }) });
    });
  }

  function shown(
    request: FastifyRequest,
    reply: FastifyReply,
    title: string,
    view: string,
    parts: Readonly<Record<string, string>>,
  ): FastifyReply {
    const person = signIns.personOf(request);
    if (person === undefined) return toSignIn(request, reply);
    const page = { page: 'jodoo/shell.html', content: `jodoo/${view}.html` };
    return html(reply, pageOf(page, { title, view, ...valuesOf(person) }, parts));
  }
}

function toSignIn({ url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(`/sign-in?next=${encodeURIComponent(url)}`, 303);
}

function valuesOf({ name, role, initials, tenant, username }: Person): Readonly<Record<string, string>> {
  return { name, role, initials, tenant: tenant.name, username };
}
