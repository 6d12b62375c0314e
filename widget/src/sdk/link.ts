import type { LinkAnswer, MountOptions } from './host-api.d.ts';

/**
 * Reads what `getLink` answered. A direct link is an absolute https URL (http on this machine alone). Throws a
 * `TypeError` that does not repeat the link, which is a secret until it is spent.
 */
export function readLink(answer: LinkAnswer): URL {
  try {
    const url = new URL(typeof answer === 'string' ? answer : answer.url);
    const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
    const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback);
    if (safe && url.username + url.password === '') return url;
  } catch {
    // Whatever is wrong with it, the remedy is the same.
  }
  throw new TypeError('getLink() must give an https URL, or an object with it as url.');
}

/**
 * The address to load: the link with the hints it does not carry itself. What it carries stays as it is, byte for
 * byte, and no parameter is given twice. A path is added only where the link names none.
 */
export function withHints(link: URL, { path, theme, locale }: Pick<MountOptions, 'path' | 'theme' | 'locale'>): URL {
  const url = new URL(link);
  const has = (name: string) => url.searchParams.has(name);
  const prefix = has('workato_dl_token') ? 'workato_dl_' : '';
  const pathless = url.pathname.endsWith('/direct_link') && !has('path') && !has('workato_dl_path');
  for (const [name, value] of Object.entries({ [`${prefix}path`]: pathless && path, theme, locale })) {
    if (value && !has(name)) url.search += `${url.search && '&'}${name}=${encodeURIComponent(value)}`;
  }
  return url;
}
