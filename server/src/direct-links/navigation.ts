import type { IncomingHttpHeaders } from 'node:http';
import { InlayError } from '@inlay/shared';
import Negotiator from 'negotiator';
import { firstMembers } from '../http/list-header.ts';
import { remembered } from '../http/remembered.ts';

const allowsHtml = remembered(
  (accept) => new Negotiator({ headers: { accept } }).mediaType(['text/html', 'application/xhtml+xml']) !== undefined,
);

/**
 * Checks that a request is a browser's navigation for a page in a window or frame (Fetch Metadata, RFC 9110 §12.5.1).
 * Headers that a client does not send are not asked for. Throws `http_request_invalid`.
 */
export function checkNavigation(headers: IncomingHttpHeaders, query: URLSearchParams): void {
  if (headers.accept !== undefined && !allowsHtml(firstMembers(headers.accept)))
    throw invalid('Accept leaves HTML out');
  if (headers['x-requested-with']?.toString().toLowerCase() === 'xmlhttprequest') throw invalid('XMLHttpRequest');
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined && mode !== 'navigate') throw invalid('Sec-Fetch-Mode is not navigate');
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined && !['document', 'frame', 'iframe'].includes(destination)) {
    throw invalid('Sec-Fetch-Dest is no document or frame');
  }
  const names = new Set<string>();
  for (const name of query.keys()) {
    if (names.has(name)) throw invalid('a parameter is repeated');
    names.add(name);
  }
}

/** Checks that nobody merely looks ahead (A51). Throws `http_request_invalid`. */
export function checkNoPrefetch(headers: IncomingHttpHeaders): void {
  const purposes = [headers['sec-purpose'], headers['purpose'], headers['x-moz'], headers['x-purpose']];
  if (purposes.some((purpose) => /prefetch|preview/i.test(String(purpose ?? '')))) throw invalid('a prefetch');
}

/**
 * Checks that a request comes from a page of ours: `Origin` and `Sec-Fetch-Site`, where a browser sends them.
 * Says nothing of a client that sends neither. Throws `http_request_invalid`.
 */
export function checkSameOrigin(headers: IncomingHttpHeaders, publicOrigin: string): void {
  const { origin } = headers;
  if (origin !== undefined && origin !== publicOrigin) throw invalid('Origin is not ours');
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw invalid('Sec-Fetch-Site is not same-origin');
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined && destination !== 'empty') throw invalid('Sec-Fetch-Dest is not empty');
}

function invalid(detail: string): InlayError {
  return new InlayError('http_request_invalid', { detail });
}
