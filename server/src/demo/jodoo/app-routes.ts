import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageOf } from '../website.ts';
import { resetSecret } from './apps.ts';
import type { IntegrationApp } from './apps.ts';
import { faultPage } from './fault-page.ts';
import type { Jodoo } from './jodoo.ts';
import { disturbanceNames, disturbances } from './settings.ts';
import { isOwnPage } from './sign-in-routes.ts';
import type { SignIns } from './sign-ins.ts';
import type { Workspace } from './workspace.ts';

type Fields = Readonly<Partial<Record<string, string>>>;

interface AppPath {
  readonly Params: { readonly suiteId: string };
}

/** Where an administrator edits an integration app: whatever the documents name can be set right and wrong here. */
export function appRoutes(site: FastifyInstance, jodoo: Jodoo, signIns: SignIns, workspace: Workspace): void {
  const { apps } = jodoo;
  const mayChange = (request: FastifyRequest): boolean => isOwnPage(request) && signIns.personOf(request) !== undefined;

  site.get<AppPath>('/product-center/:suiteId', (request, reply) => {
    const app = apps.get(request.params.suiteId);
    return app === undefined ? faultPage(reply, missing) : settingsPage(request, reply, app);
  });

  site.post<AppPath & { Body: Fields }>('/product-center/:suiteId', (request, reply) => {
    const app = apps.get(request.params.suiteId);
    if (app === undefined) return faultPage(reply, missing);
    if (!mayChange(request)) return faultPage(reply, foreign);
    const { homePage = '', trustedDomains = '', embedAddress = '', enabled } = request.body;
    const fault = [homePage, ...(embedAddress === '' ? [] : [embedAddress])].find((address) => !URL.canParse(address));
    if (fault !== undefined) return settingsPage(request, reply, app, `This is no address: ${fault}`);
    Object.assign(app, { homePage, trustedDomains, embedAddress, enabled: enabled === 'yes' });
    return settingsPage(request, reply, app, 'Saved.');
  });

  site.post<AppPath>('/product-center/:suiteId/secret', (request, reply) => {
    const app = apps.get(request.params.suiteId);
    if (app === undefined) return faultPage(reply, missing);
    if (!mayChange(request)) return faultPage(reply, foreign);
    resetSecret(app);
    return settingsPage(request, reply, app, 'There is a new Suite Secret. The one before is invalid from now on.');
  });

  site.post<AppPath & { Body: Fields }>('/product-center/:suiteId/unknowns', (request, reply) => {
    const app = apps.get(request.params.suiteId);
    if (app === undefined) return faultPage(reply, missing);
    if (!mayChange(request)) return faultPage(reply, foreign);
    const { authorizationFramed, asksApproval, codeSeconds = '', disturbance } = request.body;
    const seconds = /^\d{1,4}$/.test(codeSeconds) ? Number(codeSeconds) : 0;
    if (seconds < 1 || seconds > 3_600) return settingsPage(request, reply, app, 'A code lives for 1 to 3600 seconds.');
    Object.assign(jodoo.settings, {
      authorizationFramed: authorizationFramed === 'yes',
      asksApproval: asksApproval === 'yes',
      codeLifetime: seconds * 1_000,
    });
    jodoo.disturbance = disturbances.find((one) => one === disturbance);
    return settingsPage(request, reply, app, 'Saved.');
  });

  function settingsPage(request: FastifyRequest, reply: FastifyReply, app: IntegrationApp, said = ''): FastifyReply {
    const { suiteId, suiteSecret, name, homePage, trustedDomains, embedAddress, enabled } = app;
    const notice = said === '' ? '' : pageOf({ page: 'jodoo/notice.html' }, { said });
    const values = { suiteId, suiteSecret, app: name, homePage, trustedDomains, embedAddress };
    const parts = { notice, enabled: checked(enabled), unknowns: unknownsOf(jodoo, suiteId) };
    return workspace.show(request, reply, { title: name, view: 'app', values, parts });
  }
}

const missing = 'There is no such integration app.';
const foreign = 'Sign in, and change it on its own page.';

/** The form of what is assumed. */
function unknownsOf({ settings, disturbance }: Jodoo, suiteId: string): string {
  const options = [undefined, ...disturbances].map((one) => {
    const label = one === undefined ? 'it answers' : disturbanceNames[one];
    const selected = one === disturbance ? 'selected' : '';
    return pageOf({ page: 'jodoo/option.html' }, { value: one ?? '', label }, { selected });
  });
  const values = { suiteId, codeSeconds: String(settings.codeLifetime / 1_000) };
  return pageOf({ page: 'jodoo/unknowns.html' }, values, {
    framed: checked(settings.authorizationFramed),
    asks: checked(settings.asksApproval),
    disturbances: options.join(''),
  });
}

function checked(isChecked: boolean): string {
  return isChecked ? 'checked' : '';
}
