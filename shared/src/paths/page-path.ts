import { externalIdMaxLength, parseReference } from '../ids.ts';
import type { Reference } from '../ids.ts';

/** One of the pages a direct link can open. `path` is its canonical form: the very form that was checked. */
export type Page =
  | { readonly name: 'connections'; readonly path: string }
  | { readonly name: 'connection'; readonly path: string; readonly connection: Reference }
  | { readonly name: 'provider'; readonly path: string; readonly provider: string };

/** The page a direct link opens when it names none. */
export const defaultPagePath = '/embedded/connections';

/** Room for the longest external id, percent-encoded, behind an origin. */
const maxLength = 512 + 12 * externalIdMaxLength;
/** A path that starts in one slash, or an absolute URL; blanks, controls, backslashes and non-ASCII are in neither. */
const plain = /^(?:\/(?![/\\])|https?:\/\/)[!-[\]-~]*$/;
const connection = /^\/embedded\/connections\/([^/]+)$/;
const provider = /^\/embedded\/providers\/([a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?)$/;

/**
 * Parses the path a direct link asks for: a path of this server, or an absolute URL on `publicOrigin`, that names one
 * of Inlay's pages (RFC 3986 §5.2 resolution first, then the check, and the checked form is what is used).
 * Returns `undefined` for anything else, query and fragment included.
 */
export function parsePagePath(text: string, publicOrigin: string): Page | undefined {
  // What nearly all links ask for is in canonical form.
  if (text === defaultPagePath) return { name: 'connections', path: defaultPagePath };
  if (text.length > maxLength || !plain.test(text)) return undefined;
  let url: URL;
  try {
    url = new URL(text, publicOrigin);
  } catch {
    return undefined;
  }
  if (url.origin !== publicOrigin || url.username !== '' || url.password !== '') return undefined;
  if (/[?#]/.test(text)) return undefined;
  return pageOf(url.pathname);
}

function pageOf(path: string): Page | undefined {
  if (path === defaultPagePath) return { name: 'connections', path };
  const providerMatch = provider.exec(path);
  if (providerMatch?.[1] !== undefined) return { name: 'provider', path, provider: providerMatch[1] };
  const connectionMatch = connection.exec(path);
  if (connectionMatch?.[1] === undefined) return undefined;
  const reference = decodeReference(connectionMatch[1]);
  if (reference === undefined || ('id' in reference && !reference.id.startsWith('con_'))) return undefined;
  return { name: 'connection', path, connection: reference };
}

function decodeReference(segment: string): Reference | undefined {
  try {
    return parseReference(decodeURIComponent(segment));
  } catch {
    return undefined;
  }
}

/** The path of the page of one connection. */
export function connectionPath(reference: Reference): string {
  return `/embedded/connections/${'id' in reference ? reference.id : `E${encodeURIComponent(reference.externalId)}`}`;
}

/** The path of the page that connects a provider anew. */
export function providerPath(id: string): string {
  return `/embedded/providers/${id}`;
}
