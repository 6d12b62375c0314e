import type { FastifyInstance } from 'fastify';
import { createWebsite } from '../website.ts';
import { appRoutes } from './app-routes.ts';
import { authInfoRoute } from './auth-info-route.ts';
import { authorizeRoutes } from './authorize-routes.ts';
import type { Jodoo } from './jodoo.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { SignIns } from './sign-ins.ts';
import { workspaceRoutes } from './workspace-routes.ts';
import { Workspace } from './workspace.ts';

/** The website and API of a Jodoo: what the documents on Jodoo's integration apps say, and nothing beyond. */
export async function createJodooSite(jodoo: Jodoo): Promise<FastifyInstance> {
  const site = await createWebsite({ folder: 'jodoo', formActions: "'self'" });
  const signIns = new SignIns(jodoo);

  site.addHook('onRequest', ({ url }, reply, done) => {
    // What a page is made of comes from other machines, and a page that is there still gets it.
    if (!jodoo.isDown || /\.(?:css|js)$/.test(url)) return done();
    void reply.code(503).type('text/html').send('<html><body>Service unavailable</body></html>');
  });
  site.addHook('onSend', async ({ url }, reply) => {
    const isAuthorization = url.split('?', 1)[0] === jodoo.settings.authorizationPath;
    const isFramed = isAuthorization && jodoo.settings.authorizationFramed;
    const policy = policyFor(jodoo, String(reply.getHeader('content-security-policy')), isFramed);
    void reply.header('content-security-policy', policy);
    if (!isFramed) void reply.header('x-frame-options', 'DENY');
  });
  site.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  authInfoRoute(site, jodoo);
  signInRoutes(site, signIns);
  authorizeRoutes(site, jodoo, signIns);
  const workspace = new Workspace(signIns);
  workspaceRoutes(site, jodoo, signIns, workspace);
  appRoutes(site, jodoo, signIns, workspace);
  return site;
}

/** What the apps name may be framed; forms lead there, too, by a redirect, which browsers hold to the policy. */
function policyFor({ apps }: Jodoo, policy: string, isFramed: boolean): string {
  const addresses = [...apps.values()].flatMap(({ homePage, embedAddress, trustedDomains }) => [
    homePage,
    embedAddress,
    ...trustedDomains.split(',').map((domain) => `https://${domain}`),
  ]);
  const origins = addresses
    .map((address) => (URL.canParse(address) ? new URL(address).origin : ''))
    // Typed by people: nothing else than an origin gets into a header.
    .filter((origin) => /^https?:\/\/[a-z0-9.-]+(?::\d+)?$/.test(origin));
  const sources = [...new Set(origins)].join(' ');
  const open = policy
    .replace("frame-src 'none'", `frame-src ${sources || "'none'"}`)
    .replace("form-action 'self'", `form-action 'self' ${sources}`.trim());
  return isFramed ? open.replace("; frame-ancestors 'none'", '') : open;
}
