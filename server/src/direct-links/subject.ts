import { InlayError, isExternalId, parseReference } from '@inlay/shared';
import type { Reference } from '@inlay/shared';

/** Whom a token is for: `<vendorKey>:<customer>[:<member>]`. */
export interface Subject {
  readonly vendorKey: string;
  readonly customer: Reference;
  readonly member: Reference | undefined;
}

/** Reads the `sub` claim; each part is percent-encoded. Throws `sub_missing` or `sub_invalid`. */
export function parseSubject(sub: unknown): Subject {
  if (sub === undefined) throw new InlayError('sub_missing');
  if (typeof sub !== 'string') throw new InlayError('sub_invalid', { detail: 'sub is no string' });
  const [vendorKey, customer, member, ...rest] = sub.split(':').map(decode);
  const customerReference = parseReference(customer ?? '');
  const memberReference = member === undefined ? undefined : parseReference(member);
  if (
    vendorKey === undefined ||
    // What no text of the database can be is no vendor key: PostgreSQL fails a query for a NUL.
    !isExternalId(vendorKey) ||
    rest.length > 0 ||
    customerReference === undefined ||
    (member !== undefined && memberReference === undefined)
  ) {
    throw new InlayError('sub_invalid');
  }
  return { vendorKey, customer: customerReference, member: memberReference };
}

function decode(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    throw new InlayError('sub_invalid', { detail: 'a part is not percent-encoded' });
  }
}
