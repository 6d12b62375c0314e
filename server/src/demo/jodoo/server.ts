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

/** Whatever an administrator names may be framed, and forms lead there by a redirect. */
const anySite = 'https: http://localhost:* http://127.0.0.1:*';

/** The website and API of a Jodoo: what the documents on Jodoo's integration apps say, and nothing beyond. */
export async function createJodooSite(jodoo: Jodoo): Promise<FastifyInstance> {
  const site = await createWebsite({ folder: 'jodoo', frameOrigin: anySite, formActions: `'self' ${anySite}` });
  const signIns = new SignIns(jodoo);

  site.addHook('onRequest', (_request, reply, done) => {
    if (!jodoo.isDown) return done();
    void reply.code(503).type('text/html').send('<html><body>Service unavailable</body></html>');
  });
  site.addHook('onSend', async ({ url }, reply) => {
    const isAuthorization = url.split('?', 1)[0] === jodoo.settings.authorizationPath;
    if (!isAuthorization || !jodoo.settings.authorizationFramed) {
      void reply.header('x-frame-options', 'DENY');
      return;
    }
    const policy = String(reply.getHeader('content-security-policy'));
    void reply.header('content-security-policy', policy.replace("; frame-ancestors 'none'", ''));
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
