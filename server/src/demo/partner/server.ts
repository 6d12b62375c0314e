import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createWebsite, servePage } from '../website.ts';
import { breakLink, isBreakable } from './broken-links.ts';
import type { SignLink } from './links.ts';
import { customers, memberOf, user } from './workspace.ts';

/** What the partner's backend works with. */
export interface PartnerOptions {
  readonly origins: Readonly<Record<'inlay' | 'partner' | 'jodoo' | 'provider', string>>;
  readonly signLink: SignLink;
  /** Where one signs in by Jodoo. */
  readonly jodooLogin: string;
}

/** Body of `POST /links`. */
interface LinkQuestion {
  readonly customer: string;
  readonly path?: string;
  /** Kind of a link that must not work. */
  readonly broken?: string;
}

const linkSchema = {
  body: {
    type: 'object',
    required: ['customer'],
    additionalProperties: false,
    properties: {
      customer: { type: 'string', enum: customers.map(({ externalId }) => externalId) },
      path: { type: 'string', maxLength: 1024 },
      broken: { type: 'string', maxLength: 40 },
    },
  },
};

const cookieName = 'tidewater_session';

/** The partner's app and its backend: pages for the person who is signed in, and `POST /links`. */
export async function createPartner({ origins, signLink, jodooLogin }: PartnerOptions): Promise<FastifyInstance> {
  const { inlay, partner } = origins;
  const app = await createWebsite({ folder: 'partner', scriptOrigin: inlay, frameOrigin: inlay });
  // The demo signs everybody in as the same person; a real app would ask who it is.
  const session = randomBytes(16).toString('base64url');
  app.addHook('onSend', async (request, reply) => {
    if (request.method !== 'GET' || isSignedIn(request)) return;
    void reply.header('set-cookie', `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`);
  });

  const isSignedIn = ({ headers }: FastifyRequest): boolean =>
    (headers.cookie ?? '').split('; ').includes(`${cookieName}=${session}`);
  const isOurPage = ({ headers }: FastifyRequest): boolean =>
    headers.origin === partner && (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';

  for (const [path, content, title] of [
    ['/', 'overview', 'Overview'],
    ['/shipments', 'shipments', 'Shipments'],
    ['/settings/connections', 'connections', 'Connections'],
  ] as const) {
    const files = { page: 'partner/shell.html', content: `partner/${content}.html` };
    servePage(app, path, files, {
      title,
      view: content,
      ...origins,
      jodooLogin,
      workspace: JSON.stringify({ user, customers, inlay, partner, provider: origins.provider }),
    });
  }

  app.post<{ Body: LinkQuestion }>('/links', { schema: linkSchema }, async (request, reply) => {
    if (!isSignedIn(request) || !isOurPage(request)) {
      return reply.code(403).send({ error: 'Sign in to Tidewater, and ask from its own pages.' });
    }
    const { customer, path, broken } = request.body;
    const wish = { customer, member: memberOf(customer), origin: partner, path };
    if (broken === undefined) return { url: await signLink(wish) };
    if (!isBreakable(broken)) return reply.code(400).send({ error: 'There is no such broken link.' });
    return { url: await breakLink(broken, signLink, wish) };
  });
  return app;
}
