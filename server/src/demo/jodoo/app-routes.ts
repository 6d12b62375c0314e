import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageOf } from '../website.ts';
import { resetSecret } from './apps.ts';
import type { IntegrationApp } from './apps.ts';
import { faultPage } from './fault-page.ts';
import type { Jodoo } from './jodoo.ts';
import { isOwnPage } from './sign-in-routes.ts';
import type { SignIns } from './sign-ins.ts';
import type { Workspace } from './workspace.ts';

type Fields = Readonly<Partial<Record<string, string>>>;

interface AppPath {
  readonly Params: { readonly suiteId: string };
}

/** Where an administrator edits an integration app: whatever the documents name can be set right and wrong here. */
export function appRoutes(site: FastifyInstance, { apps }: Jodoo, signIns: SignIns, workspace: Workspace): void {
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

  function settingsPage(request: FastifyRequest, reply: FastifyReply, app: IntegrationApp, said = ''): FastifyReply {
    const { suiteId, suiteSecret, name, homePage, trustedDomains, embedAddress, enabled } = app;
    const notice = said === '' ? '' : pageOf({ page: 'jodoo/notice.html' }, { said });
    const values = { suiteId, suiteSecret, app: name, homePage, trustedDomains, embedAddress };
    const checked = { enabled: enabled ? 'checked' : '' };
    return workspace.show(request, reply, { title: name, view: 'app', values, parts: { notice, ...checked } });
  }
}

const missing = 'There is no such integration app.';
const foreign = 'Sign in, and change it on its own page.';
