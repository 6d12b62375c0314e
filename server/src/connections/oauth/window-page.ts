import { errorText } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import { directionOf } from '../../embed/frame-page.ts';
import { escapeHtml } from '../../embed/html.ts';
import { pageHeaders } from '../../embed/page-headers.ts';
import { windowWords } from './window-words.ts';
import type { Names } from './window-answer.ts';

/** What a window shows. */
export type WindowView =
  | { readonly kind: 'confirm'; readonly names: Names; readonly action: string; readonly confirmation: string }
  | { readonly kind: 'leaving'; readonly provider: string; readonly url: URL }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'connected'; readonly provider: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly requestId: string };

/** What a page is sent with. */
export interface WindowPage {
  readonly view: WindowView;
  readonly locale: string;
  readonly nonce: string;
  /** Style sheets of the page of a refused link, whose look this one shares. */
  readonly styles: readonly string[];
}

/** Seconds until a page that waits looks again. */
const waitSeconds = 1;

/**
 * The headers of every window: nobody frames it, and it sends forms to this server alone. It keeps the tie to the window
 * that opened it (no `Cross-Origin-Opener-Policy`): by that tie the frame sees that a person closed it.
 */
export function windowHeaders(nonce: string, isHttps: boolean): Record<string, string> {
  const headers = pageHeaders("'none'", nonce, isHttps);
  const policy = headers['content-security-policy'] ?? '';
  return {
    ...headers,
    'content-security-policy': policy.replace("form-action 'none'", "form-action 'self'"),
    'cross-origin-opener-policy': 'unsafe-none',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/** What each window is about, drawn on a grid of 24; the words say the same. */
const signs: Readonly<Record<WindowView['kind'], string>> = {
  confirm: 'M9 3.5v4m6-4v4M6.5 7.5h11v4a5.5 5.5 0 0 1-11 0ZM12 17v4',
  leaving: 'M14 5h5v5m0-5-8 8M10 6H5v13h13v-5',
  waiting: 'M12 7v5l3.5 2M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17',
  connected: 'm6 12.5 4.200 4.200L18.5 8',
  failed: 'M12 6.5v7m0 4v.01',
};

/** The page of a window: one line of what happened, one of what to do, and one button at most. */
export function windowPage({ view, locale, nonce, styles }: WindowPage): string {
  const { language, words } = windowWords(locale);
  const { title, body, head = '' } = contentOf(view, language, nonce);
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}" data-theme="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
${[...styles, '/oauth/window.css'].map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${head}</head>
<body>
<main class="refusal window" data-view="${view.kind}" aria-labelledby="title">
<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="${signs[view.kind]}"/></svg>
<h1 id="title">${escapeHtml(title)}</h1>
${body}
${view.kind === 'failed' ? `<p class="reference">${escapeHtml(words.reference)} <code>${escapeHtml(view.requestId)}</code></p>\n` : ''}</main>
</body>
</html>
`;
}

function contentOf(
  view: WindowView,
  language: string,
  nonce: string,
): { readonly title: string; readonly body: string; readonly head?: string } {
  const { words } = windowWords(language);
  const line = (text: string, name = 'action'): string => `<p class="${name}">${escapeHtml(text)}</p>`;
  if (view.kind === 'confirm') {
    const { provider, customer, vendor } = view.names;
    return {
      title: words.confirmTitle(provider),
      body: `${line(words.confirmText(provider, customer, vendor))}
${line(words.confirmWarning, 'warning')}
<form method="post" action="${escapeHtml(view.action)}">
<input type="hidden" name="confirmation" value="${escapeHtml(view.confirmation)}">
<button>${escapeHtml(words.confirmButton(provider))}</button>
</form>`,
    };
  }
  if (view.kind === 'leaving') {
    // Not a redirect: `form-action` would hold for where it leads, too (CSP3 §6.4.1).
    const href = escapeHtml(view.url.href);
    return {
      title: words.leavingTitle(view.provider),
      body: `<p class="action"><a href="${href}">${escapeHtml(words.leavingLink)}</a></p>`,
      head: `<meta http-equiv="refresh" content="0;url=${href}">\n`,
    };
  }
  if (view.kind === 'waiting') {
    return {
      title: words.waitTitle,
      body: line(words.waitText),
      head: `<meta http-equiv="refresh" content="${waitSeconds}">\n`,
    };
  }
  if (view.kind === 'connected') {
    return {
      title: words.connectedTitle(view.provider),
      body: line(words.connectedText),
      head: `<script src="/oauth/close.js" nonce="${nonce}" defer></script>\n`,
    };
  }
  const { title, action } = errorText(view.code, language);
  return {
    title,
    body: `${line(action)}
${line(words.closeText, 'close')}
<button class="close" type="button" hidden>${escapeHtml(words.closeButton)}</button>`,
    head: `<script src="/oauth/close.js" nonce="${nonce}" defer></script>\n`,
  };
}
