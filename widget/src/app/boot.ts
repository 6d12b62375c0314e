import { isRecord } from '@inlay/shared/messages';
import { defaultPagePath, parsePagePath } from '@inlay/shared/paths';
import type { FrameConfig } from '@inlay/shared/embed-api';

/** Names under which a direct link carries its token and its path: ours, then the dialect's. */
const tokenNames = ['token', 'workato_dl_token'] as const;
const pathNames = ['path', 'workato_dl_path'] as const;
const linkPath = '/direct_link';

/** Reads what the server wrote into the page; `undefined` where the page is not one of ours. */
export function readConfig(document: Document): FrameConfig | undefined {
  const content = document.querySelector('meta[name="inlay-config"]')?.getAttribute('content');
  try {
    const config: unknown = JSON.parse(content ?? '');
    return isRecord(config) ? (config as unknown as FrameConfig) : undefined;
  } catch {
    return undefined;
  }
}

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
export function takeToken(window: Window, path: string): string | undefined {
  const token = firstOf(new URLSearchParams(window.location.search), tokenNames);
  window.history.replaceState(null, '', path);
  return token;
}

/** Waits until something was painted. A frame out of sight never paints: it waits a moment only. */
export async function firstPaint(window: Window): Promise<void> {
  const { document } = window;
  if ('prerendering' in document && document.prerendering === true) {
    await new Promise((resolve) => document.addEventListener('prerenderingchange', resolve, { once: true }));
  }
  await new Promise<void>((resolve) => {
    window.setTimeout(resolve, 60);
    window.requestAnimationFrame(() => window.setTimeout(resolve));
  });
}

function firstOf(parameters: URLSearchParams, names: readonly string[]): string | undefined {
  return names.map((name) => parameters.get(name)).find((value) => value !== null) ?? undefined;
}
