import { InlayError, isPublicId, parseReference } from '@inlay/shared';
import type { Reference } from '@inlay/shared';

/** Reads `{id}` of an address. What names nothing by its very form is answered like what is not there: `not_found`. */
export function requireReference({ id }: { readonly id: string }): Reference {
  const reference = parseReference(id);
  if (reference === undefined) throw new InlayError('not_found');
  return reference;
}

/** Reads `{id}` of an address where things have no external id. Throws `not_found` for what is no id. */
export function requireId({ id }: { readonly id: string }): string {
  if (!isPublicId(id)) throw new InlayError('not_found');
  return id;
}
