import { InlayError, defaultPagePath } from '@inlay/shared';
import type { Theme } from '@inlay/shared';
import type { LinkRequest } from './verify.ts';

/** What the address of a direct link says: the link proper, and hints for the display that have no authority. */
export interface LinkAddress extends LinkRequest {
  /** Opened by the parameter names of the dialect. */
  readonly dialect: boolean;
  readonly theme: Theme;
  readonly locale: string | null;
}

const prefix = '/direct_link';

/**
 * Reads a direct link: `/direct_link?token=…&path=…` or `/direct_link/<path…>?token=…`; `workato_dl_token` and
 * `workato_dl_path` do for `token` and `path`. Throws `http_request_invalid` where one thing is said twice.
 */
export function readLinkAddress(address: string | SplitAddress): LinkAddress {
  const { path: ownPath, query } = typeof address === 'string' ? splitAddress(address) : address;
  const dialect = query.has('workato_dl_token');
  const token = eitherOf(query, 'token', 'workato_dl_token');
  const named = eitherOf(query, 'path', 'workato_dl_path');
  const inAddress = ownPath.slice(prefix.length);
  if (named !== null && inAddress !== '') {
    throw new InlayError('http_request_invalid', { detail: 'the path stands in the address and in a parameter' });
  }
  const path = named ?? (inAddress === '' ? defaultPagePath : inAddress);
  return { token, path, dialect, ...readHints(query) };
}

/** Reads the wishes for the display. */
export function readHints(query: URLSearchParams): Pick<LinkAddress, 'theme' | 'locale'> {
  return { theme: themeOf(query.get('theme')), locale: localeOf(query.get('locale')) };
}

/** A request target taken apart. */
export interface SplitAddress {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Divides a request target into path and query, resolving and decoding nothing of the path. */
export function splitAddress(address: string): SplitAddress {
  const mark = address.indexOf('?');
  return mark < 0
    ? { path: address, query: new URLSearchParams() }
    : { path: address.slice(0, mark), query: new URLSearchParams(address.slice(mark + 1)) };
}

function eitherOf(query: URLSearchParams, name: string, alias: string): string | null {
  if (query.has(name) && query.has(alias)) {
    throw new InlayError('http_request_invalid', { detail: `${name} and ${alias} are both there` });
  }
  return query.get(name) ?? query.get(alias);
}

function themeOf(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'auto';
}

function localeOf(text: string | null): string | null {
  if (text === null || text.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}
