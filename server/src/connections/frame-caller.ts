import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';

/** On whose behalf the frame asks: its session says it, and never the request. */
export function frameCaller({ id, session }: FastifyRequest): Caller {
  return {
    vendorId: session.vendor.id,
    customerId: session.customer.id,
    memberId: session.member?.id ?? null,
    actor: `frame:${session.record.id}`,
    requestId: id,
  };
}
