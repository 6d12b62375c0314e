/** Prefixes of public ids, by the kind of thing they name. */
export const idPrefixes = {
  vendor: 'ven',
  customer: 'cus',
  member: 'mem',
  connection: 'con',
  key: 'key',
  link: 'lnk',
  session: 'ses',
  event: 'evt',
  webhook: 'whk',
  jodooIntegration: 'jod',
  jodooMember: 'jmb',
} as const;

/** A kind of thing that has a public id. */
export type IdKind = keyof typeof idPrefixes;

// Ids are opaque: one that was never given out has the form of an id nonetheless, however short.
const publicId = /^(?:ven|cus|mem|con|key|lnk|ses|evt|whk|jod|jmb)_[0-9a-z]{1,64}$/;

/** Says whether `text` has the form of a public id, of `kind` if one is given. */
export function isPublicId(text: string, kind?: IdKind): boolean {
  return publicId.test(text) && (kind === undefined || text.startsWith(`${idPrefixes[kind]}_`));
}

/** How a request names something: by Inlay's id, or by the vendor's own external id (`E<externalId>`). */
export type Reference = { readonly id: string } | { readonly externalId: string };

/** Longest external id, in characters (code points, as JSON Schema and PostgreSQL count them). */
export const externalIdMaxLength = 255;

const externalId = new RegExp(`^[\\s\\S]{1,${externalIdMaxLength}}$`, 'u');

/** Says whether `text` may be an external id. NUL is refused, because PostgreSQL takes none in text. */
export function isExternalId(text: string): boolean {
  return externalId.test(text) && text.isWellFormed() && !text.includes('\0');
}

/** Parses `cus_…` or `E<externalId>`; `undefined` where the text is neither. */
export function parseReference(text: string): Reference | undefined {
  if (isPublicId(text)) return { id: text };
  const rest = text.slice(1);
  return text.startsWith('E') && isExternalId(rest) ? { externalId: rest } : undefined;
}
