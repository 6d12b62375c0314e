import { InlayError, defaultPagePath, parsePagePath } from '@inlay/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { readHints, splitAddress } from '../direct-links/link-url.ts';
import { localeOf } from '../http/locale.ts';
import type { Entrance } from './sign-in.ts';

/** A request with what is known of it so far, for the page of its refusal. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: URLSearchParams;
  readonly locale: string;
  /** Where it came in, for the metrics; and milliseconds that Jodoo took. */
  entrance: Entrance | undefined;
  readonly spent: { jodoo: number };
  row: JodooIntegrationRow | undefined;
  /** The page that signing in again is to open. */
  path: string;
  /** Whether it is a window, or a hidden frame, that belongs to an attempt. */
  isAttempt: boolean;
  /** Whether signing in was tried, which takes note of it by itself. */
  isNoted: boolean;
}

/** What a request says by itself. */
export function readVisit(request: FastifyRequest, reply: FastifyReply, entrance?: Entrance): Visit {
  const { query } = splitAddress(request.raw.url ?? '');
  const locale = readHints(query).locale ?? localeOf(request.headers);
  const known = { row: undefined, path: defaultPagePath, isAttempt: false, isNoted: false };
  return { request, reply, query, locale, entrance, spent: { jodoo: 0 }, ...known };
}

/** Reads and checks the page that somebody wants; what was checked is what is used (A60). Throws `path_invalid`. */
export function readPath(query: URLSearchParams, publicOrigin: string): string {
  const checked = parsePagePath(query.get('path') ?? defaultPagePath, publicOrigin);
  if (checked === undefined) throw new InlayError('path_invalid');
  return checked.path;
}

/** The query that names a page; none for the default one. */
export function pathQuery(path: string): string {
  return path === defaultPagePath ? '' : `?${new URLSearchParams({ path }).toString()}`;
}
