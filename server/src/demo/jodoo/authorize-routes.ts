import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageOf } from '../website.ts';
import { isTrusted } from './apps.ts';
import type { IntegrationApp } from './apps.ts';
import { faultPage, untrusted } from './fault-page.ts';
import { withParameters } from './jodoo.ts';
import type { Jodoo } from './jodoo.ts';
import type { SignIns } from './sign-ins.ts';
import { html, isOwnPage, signInPage } from './sign-in-routes.ts';

type Fields = Readonly<Partial<Record<string, string>>>;

/** A request for authorization whose app and addresses hold. */
interface Sound {
  readonly app: IntegrationApp;
  readonly redirectUri: string;
  readonly state: string;
}

/**
 * The authorization page: `app_id`, `state` and `redirect_uri`, all three needed. Whoever is signed in goes back to the
 * app at once with `code` and `state`; everybody else signs in first.
 */
export function authorizeRoutes(site: FastifyInstance, jodoo: Jodoo, signIns: SignIns): void {
  const { authorizationPath } = jodoo.settings;

  site.get<{ Querystring: Fields }>(authorizationPath, (request, reply) => {
    const asked = examine(jodoo, request.query);
    if (typeof asked === 'string') return faultPage(reply, asked);
    const person = signIns.personOf(request);
    const { app } = asked;
    if (person === undefined) return html(reply, signInPage(request.url, `Sign in to go on to ${app.name}`));
    if (jodoo.settings.asksApproval && !signIns.hasApproved(request, app.suiteId)) {
      const values = { title: `Go on to ${app.name}?`, app: app.name, next: request.url, ...person };
      const page = { page: 'jodoo/door.html', content: 'jodoo/approve.html' };
      return html(reply, pageOf(page, { ...values, tenant: person.tenant.name }));
    }
    return goBack(jodoo, asked, request, reply, signIns);
  });

  site.post<{ Body: Fields }>('/integration/approve', (request, reply) => {
    const next = new URL(request.body['next'] ?? '', 'http://jodoo.invalid');
    const asked = examine(jodoo, Object.fromEntries(next.searchParams));
    if (!isOwnPage(request)) return faultPage(reply, 'This form was sent by another site.');
    if (typeof asked === 'string') return faultPage(reply, asked);
    signIns.approve(request, asked.app.suiteId);
    return goBack(jodoo, asked, request, reply, signIns);
  });
}

/** Checks who asks, and where the answer goes, before anything is answered there. */
function examine({ apps }: Jodoo, query: Fields): Sound | string {
  const { app_id = '', state = '', redirect_uri: redirectUri = '' } = query;
  const app = apps.get(app_id);
  if (app === undefined) return 'There is no integration app with this Suite ID.';
  if (!app.enabled) return 'This integration app is disabled.';
  if (state === '' || redirectUri === '') return 'The parameters state and redirect_uri are needed.';
  if (!isTrusted(app, redirectUri)) return untrusted;
  return { app, redirectUri, state };
}

function goBack(
  jodoo: Jodoo,
  { app, redirectUri, state }: Sound,
  request: FastifyRequest,
  reply: FastifyReply,
  signIns: SignIns,
): FastifyReply {
  const person = signIns.personOf(request);
  if (person === undefined) return faultPage(reply, 'Nobody is signed in.');
  return reply.redirect(withParameters(redirectUri, { code: jodoo.issueCode(app, person), state }), 302);
}
