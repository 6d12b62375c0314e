import type { FastifyInstance, FastifyReply } from 'fastify';
import { createWebsite, servePage } from '../website.ts';
import { mailAccounts, warehouseAccount } from './accounts.ts';

/** The provider: a page where one finds credentials, and the two endpoints that say whose they are. */
export async function createProvider(): Promise<FastifyInstance> {
  const app = await createWebsite({ folder: 'provider' });
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
