import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageOf } from '../website.ts';
import { people, personOf } from './people.ts';
import type { SignIns } from './sign-ins.ts';

type Fields = Readonly<Partial<Record<string, string>>>;

/** Where somebody says who they are, and ceases to be it. It asks for no password. */
export function signInRoutes(app: FastifyInstance, signIns: SignIns): void {
  app.get<{ Querystring: Fields }>('/sign-in', (request, reply) =>
    html(reply, signInPage(ownPath(request.query['next']))),
  );

  app.post<{ Body: Fields }>('/sign-in', (request, reply) => {
    const person = personOf(request.body['person'] ?? '');
    const next = ownPath(request.body['next']);
    if (!isOwnPage(request) || person === undefined) return html(reply.code(400), signInPage(next));
    signIns.begin(request, reply, person);
    return reply.redirect(next, 303);
  });

  app.post('/sign-out', (request, reply) => {
    if (isOwnPage(request)) signIns.end(request, reply);
    return reply.redirect('/sign-in', 303);
  });
}

/** The page with the people to choose from; whoever chose goes on to `next`. */
export function signInPage(next: string, title = 'Sign in to Jodoo'): string {
  const choices = Object.entries(people).map(([person, { name, role, initials, tenant, username }]) =>
    pageOf({ page: 'jodoo/person.html' }, { person, name, role, initials, tenant: tenant.name, username }),
  );
  return pageOf(
    { page: 'jodoo/door.html', content: 'jodoo/sign-in.html' },
    { title, next },
    { people: choices.join('') },
  );
}

/** Sends a page. */
export function html(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}

/** Whether a form of this very site was sent. */
export function isOwnPage({ headers }: FastifyRequest): boolean {
  const { origin = '', host } = headers;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** A path of this site, in the form in which it was parsed; the first page where it is none. */
function ownPath(next = '/'): string {
  const base = 'http://jodoo.invalid';
  if (!next.startsWith('/') || !URL.canParse(next, base)) return '/';
  const { origin, pathname, search } = new URL(next, base);
  return origin === base && !pathname.startsWith('//') ? `${pathname}${search}` : '/';
}
