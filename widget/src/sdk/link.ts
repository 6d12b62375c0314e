import type { LinkAnswer } from './host-api.d.ts';

/** What the host wishes the page to look like: hints, never authority. */
export interface LinkHints {
  readonly path?: string | undefined;
  readonly theme?: string | undefined;
  readonly locale?: string | undefined;
}

/**
 * Reads what `getLink` answered. A direct link is an absolute https URL (http on this machine alone). Throws a
 * `TypeError` that says what is wrong without repeating the link, which is a secret until it is spent.
 */
export function readLink(answer: LinkAnswer): URL {
  const text: unknown = typeof answer === 'object' && answer !== null ? answer.url : answer;
  if (typeof text !== 'string') throw new TypeError('getLink() must answer a URL or an object with a url.');
  const url = parse(text);
  if (url === null) throw new TypeError('getLink() must answer an absolute URL.');
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new TypeError('The link must be an https URL.');
  }
  if (url.username !== '' || url.password !== '') throw new TypeError('The link must not carry a user name.');
  return url;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/**
 * The address to load: the link with the hints it does not carry itself. What it carries stays as it is, byte for
 * byte, and no parameter is given twice. A path is added only where the link names none.
 */
export function withHints(link: URL, hints: LinkHints): string {
  const url = new URL(link);
  const has = (name: string) => url.searchParams.has(name);
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && !has(name))
      url.search += `${url.search === '' ? '' : '&'}${name}=${encodeURIComponent(value)}`;
  };
  const prefix = has('workato_dl_token') ? 'workato_dl_' : '';
  if (/\/direct_link\/?$/.test(url.pathname) && !has('path') && !has('workato_dl_path'))
    add(`${prefix}path`, hints.path);
  add('theme', hints.theme);
  add('locale', hints.locale);
  return url.href;
}
