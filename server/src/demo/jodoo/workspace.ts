import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageOf } from '../website.ts';
import type { SignIns } from './sign-ins.ts';
import { html } from './sign-in-routes.ts';

/** A page of the workspace. */
export interface View {
  readonly title: string;
  /** Its file. */
  readonly view: 'product-center' | 'app' | 'dashboard' | 'form';
  readonly values?: Readonly<Record<string, string>>;
  readonly parts?: Readonly<Record<string, string>>;
}

/** What surrounds the pages of people who are signed in. */
export class Workspace {
  readonly #signIns: SignIns;

  constructor(signIns: SignIns) {
    this.#signIns = signIns;
  }

  /** Shows a page to whoever is signed in; everybody else signs in first and comes back. */
  show(request: FastifyRequest, reply: FastifyReply, { title, view, values = {}, parts = {} }: View): FastifyReply {
    const person = this.#signIns.personOf(request);
    if (person === undefined) return toSignIn(request, reply);
    const { name, initials, tenant, username } = person;
    const at = (one: View['view']): string => (one === view ? 'page' : 'false');
    const page = { page: 'jodoo/shell.html', content: `jodoo/${view}.html` };
    const shared = { title, view, name, initials, username, tenant: tenant.name, tenantId: tenant.id };
    const places = { atProducts: at('product-center'), atDashboard: at('dashboard'), atForm: at('form') };
    return html(reply, pageOf(page, { ...values, ...shared, ...places }, parts));
  }
}

/** Leads to the sign-in, and from there back to where it was asked from. */
export function toSignIn({ url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(`/sign-in?next=${encodeURIComponent(url)}`, 303);
}
