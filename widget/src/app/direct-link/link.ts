import { defaultPagePath, parsePagePath } from '@inlay/shared/paths';

/** Names under which a direct link carries its token and its path: ours, then the dialect's. */
const tokenNames = ['token', 'workato_dl_token'] as const;
const pathNames = ['path', 'workato_dl_path'] as const;
const linkPath = '/direct_link';

/** The token and the canonical page path of a direct link on `origin`; `undefined` for whatever is not one. */
export function parseLink(link: string, origin: string): { readonly token: string; readonly path: string } | undefined {
  if (!URL.canParse(link, origin)) return undefined;
  const url = new URL(link, origin);
  const token = firstOf(url.searchParams, tokenNames);
  if (url.origin !== origin || !token || !url.pathname.startsWith(linkPath)) return undefined;
  const rest = url.pathname.slice(linkPath.length);
  const asked = rest.length > 1 ? rest : (firstOf(url.searchParams, pathNames) ?? defaultPagePath);
  const page = parsePagePath(asked, origin);
  return page && { token, path: page.path };
}

/**
 * Takes the token out of the address, which keeps the clean path of the page only: from here on neither history, nor
 * a Referer, nor a script that looks at `location` finds it (contract, 2.3).
 */
export function takeToken({ location, history }: Window, path: string): string | undefined {
  const token = firstOf(new URLSearchParams(location.search), tokenNames);
  history.replaceState(path, '', path);
  return token;
}

function firstOf(parameters: URLSearchParams, names: readonly string[]): string | undefined {
  return names.map((name) => parameters.get(name)).find((value) => value !== null) ?? undefined;
}
