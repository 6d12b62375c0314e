import type { FastifyInstance, FastifyReply } from 'fastify';
import { createWebsite, servePage } from '../website.ts';
import { mailAccounts, warehouseAccount } from './accounts.ts';
import { authorizeRoutes } from './oauth/authorize-routes.ts';
import type { RegisteredClient } from './oauth/client.ts';
import { Grants } from './oauth/grants.ts';
import { tokenRoutes } from './oauth/token-routes.ts';

/** What the provider is started with. */
export interface ProviderOptions {
  readonly origin: string;
  /** The app that may ask people for access. */
  readonly client: RegisteredClient;
  /** Where it keeps what people allowed. */
  readonly grantsFile: string;
}

/**
 * The provider: a page where one finds credentials, the endpoints that say whose they are, and a small authorization
 * server.
 */
export async function createProvider({ origin, client, grantsFile }: ProviderOptions): Promise<FastifyInstance> {
  // Browsers hold the redirect that answers a form to the policy, too.
  const formActions = `'self' ${new URL(client.redirectUri).origin}`;
  const app = await createWebsite({ folder: 'provider', formActions });
  const grants = new Grants(grantsFile);
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  authorizeRoutes(app, client, grants, origin);
  tokenRoutes(app, client, grants);
  servePage(
    app,
    '/',
    { page: 'provider/account.html' },
    {
      accounts: JSON.stringify({ mail: mailAccounts, warehouse: warehouseAccount }),
    },
  );

  app.get('/api/account', (request, reply) => {
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const account = mailAccounts.find(({ keys }) => keys.some((one) => one.key === key && !one.revoked));
    if (account === undefined) return refuse(reply, 'Bearer realm="Acme Mail"');
    return reply.send({ id: account.id, email: account.email });
  });

  app.get('/warehouse/api/account', (request, reply) => {
    const pair = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const { id, email, username, password } = warehouseAccount;
    if (Buffer.from(pair, 'base64').toString('utf8') !== `${username}:${password}`) {
      return refuse(reply, 'Basic realm="Acme Warehouse", charset="UTF-8"');
    }
    return reply.send({ id, email });
  });
  return app;
}

function refuse(reply: FastifyReply, challenge: string): FastifyReply {
  return reply.code(401).header('www-authenticate', challenge).send({ error: 'unknown credentials' });
}
