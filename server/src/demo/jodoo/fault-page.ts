import type { FastifyReply } from 'fastify';
import { pageOf } from '../website.ts';
import { html } from './sign-in-routes.ts';

/** Says in one line why it does not go on. */
export function faultPage(reply: FastifyReply, fault: string): FastifyReply {
  const page = { page: 'jodoo/door.html', content: 'jodoo/fault.html' };
  return html(reply.code(400), pageOf(page, { title: 'Jodoo cannot go on', fault }));
}

/** What people read where the host of an address is not on the list. */
export const untrusted = 'The request source domain is not in the whitelist.';
