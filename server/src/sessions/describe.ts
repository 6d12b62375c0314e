import type { EmbedSession } from '@inlay/shared';
import type { LiveSession } from './live-session.ts';

/** A session as its frame sees it. */
export function describeSession({ record, customer, member, jodoo }: LiveSession): EmbedSession {
  return {
    id: record.id,
    customer: { id: customer.id, name: customer.name },
    member: member && { id: member.id, name: member.name },
    path: record.path,
    origin: record.origin,
    origins: jodoo?.integration.frameOrigins ?? customer.embeddingOrigins,
    ...(jodoo === undefined ? {} : { signedInAs: jodoo.mapping.username }),
  };
}
