/** Why a text is not a canonical embedding origin. */
export type OriginFault =
  'not_a_string' | 'too_long' | 'forbidden_character' | 'not_an_origin' | 'scheme' | 'host' | 'not_canonical';

export type OriginResult =
  | { readonly ok: true; readonly origin: string }
  | { readonly ok: false; readonly fault: OriginFault; readonly suggestion?: string };

/** Longest embedding origin, in characters: twenty of them keep a `frame-ancestors` header under 4 KiB. */
export const embeddingOriginMaxLength = 120;
/** Most embedding origins a customer may have. */
export const embeddingOriginsMax = 20;

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostName = new RegExp(`^(?=.{1,253}$)${label}(?:\\.${label})*$`);
const dottedQuad = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const lastLabelNumeric = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/;
const ipv6 = /^\[[0-9a-f:]+\]$/;
/** The scheme, the authority and nothing else. The authority's own grammar is checked part by part. */
const shape = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(?::([1-9]\d{0,4}))?$/;
/** Everything a CSP source list or a header could read as more than one plain origin. */
const forbidden = /[^!-~]|[;,'"*\\<>`{}|^%@?#\s]/u;

/** Says whether `hostname` (as `URL.hostname` has it) is this machine: `localhost` or a loopback address. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (dottedQuad.test(hostname) && hostname.startsWith('127.'));
}

/**
 * Checks that `text` is an embedding origin in its one canonical form (CSP3 host-source without wildcard or path):
 * `https`, a DNS name in A-label form or an IP address, and a port only where it is not 443. `http` is taken for
 * `localhost` and loopback addresses alone. Nothing is repaired: where a near miss has an evident canonical form, that
 * form comes back as `suggestion` for the message a person reads.
 *
 * `new URL(text).origin === text` is no such check: it holds for `https://a.example;sandbox` and `https://*`.
 */
export function parseEmbeddingOrigin(text: unknown): OriginResult {
  if (typeof text !== 'string') return { ok: false, fault: 'not_a_string' };
  if (text.length > embeddingOriginMaxLength) return { ok: false, fault: 'too_long' };
  if (text === '' || forbidden.test(text)) return refuse('forbidden_character', text);
  const parts = shape.exec(text);
  if (!parts) return refuse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? 'not_canonical' : 'not_an_origin', text);
  const [, scheme, host = ''] = parts;
  const isAddress = dottedQuad.test(host) || ipv6.test(host);
  if (!isAddress && (!hostName.test(host) || lastLabelNumeric.test(host))) return refuse('host', text);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { ok: false, fault: 'host' };
  }
  if (url.origin !== text) return refuse('not_canonical', text);
  if (scheme === 'http' && !isLoopbackHost(url.hostname)) return refuse('scheme', text);
  return { ok: true, origin: text };
}

function refuse(fault: OriginFault, text: string): OriginResult {
  const suggestion = suggest(text);
  return suggestion === undefined ? { ok: false, fault } : { ok: false, fault, suggestion };
}

/** The canonical origin somebody evidently meant, if the repaired text passes the same check. */
function suggest(text: string): string | undefined {
  const trimmed = text.trim();
  // `null` is what an opaque origin calls itself: nobody means a host of that name.
  if (trimmed === 'null' || /[;,'"*\\\s@]/u.test(trimmed)) return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  try {
    const url = new URL(withScheme);
    if (url.username !== '' || url.password !== '') return undefined;
    const host = url.hostname.replace(/\.$/, '');
    const scheme = isLoopbackHost(host) ? url.protocol : 'https:';
    const origin = `${scheme}//${host}${url.port === '' ? '' : `:${url.port}`}`;
    return origin !== text && parseEmbeddingOrigin(origin).ok ? origin : undefined;
  } catch {
    return undefined;
  }
}
