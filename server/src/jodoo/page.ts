import { errorText } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import type { PageAssets } from '../embed/assets.ts';
import { directionOf } from '../embed/frame-page.ts';
import { escapeHtml } from '../embed/html.ts';
import { jodooWords } from './words.ts';

/** What a page of ours shows, apart from the frame's. */
export type JodooView =
  | { readonly kind: 'works' }
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly requestId: string;
      /** Address that begins anew; null where that is no use. */
      readonly again: string | null;
      /** Whom to ask; null where nobody was named. */
      readonly contact: string | null;
      /** Whether it is a window of its own that may be closed. */
      readonly window: boolean;
    };

/** What a page is made of. */
export interface JodooPage {
  readonly view: JodooView;
  readonly locale: string;
  readonly nonce: string;
  /** Styles of the page of a refused link, whose look it shares, and the script that tells the host. */
  readonly assets: PageAssets;
}

/** The page: one line of what happened, one of what to do, and one link at most. */
export function jodooPage({ view, locale, nonce, assets }: JodooPage): string {
  const { language } = jodooWords(locale);
  const { title, body, head } = contentOf(view, language, nonce, assets);
  const data =
    view.kind === 'refused' ? ` data-code="${view.code}" data-request-id="${escapeHtml(view.requestId)}"` : '';
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}" data-theme="auto"${data}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
${[...assets.styles, '/oauth/window.css'].map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${head}
</head>
<body>
<main class="refusal window" data-view="${view.kind}" aria-labelledby="title">
<h1 id="title">${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

interface Content {
  readonly title: string;
  readonly body: string;
  readonly head: string;
}

function contentOf(view: JodooView, language: string, nonce: string, assets: PageAssets): Content {
  const { words } = jodooWords(language);
  const line = (text: string, name = 'action'): string => `<p class="${name}">${escapeHtml(text)}</p>`;
  const script = (src: string): string => `<script src="${src}" nonce="${nonce}" defer></script>`;
  if (view.kind === 'works') {
    return { title: words.worksTitle, body: `${line(words.worksText)}\n${line(words.worksHow)}`, head: '' };
  }
  if (view.kind === 'done') {
    return { title: words.doneTitle, body: line(words.doneText), head: script('/oauth/close.js') };
  }
  const { code, requestId, again, contact } = view;
  const { title, action } = errorText(code, language);
  // What is wrong with a secret is for those alone who can look into the audit.
  const { cause, remedy } = errorText(code === 'jodoo_secret_invalid' ? 'jodoo_unavailable' : code, language);
  const body = [
    line(action),
    ...(contact === null ? [] : [line(words.contact(contact), 'contact')]),
    ...(again === null ? [] : [`<p class="again"><a href="${escapeHtml(again)}">${escapeHtml(words.again)}</a></p>`]),
    ...(view.window ? [line(words.closeText, 'close')] : []),
    `<p class="reference">${escapeHtml(words.reference)} <code>${escapeHtml(requestId)}</code></p>`,
    `<section class="developer" aria-labelledby="developer">
<h2 id="developer">${escapeHtml(words.developer)}</h2>
<dl>
<dt>${escapeHtml(words.code)}</dt><dd><code>${code}</code></dd>
<dt>${escapeHtml(words.cause)}</dt><dd>${escapeHtml(cause)}</dd>
<dt>${escapeHtml(words.remedy)}</dt><dd>${escapeHtml(remedy)}</dd>
<dt>${escapeHtml(words.docs)}</dt><dd><code>docs/error-codes.md#${code}</code></dd>
</dl>
</section>`,
  ].join('\n');
  const head = `${script('/jodoo/clean.js')}
<script type="module" src="${assets.script}" nonce="${nonce}"></script>`;
  return { title, body, head };
}

/** Takes code and state out of the address that a refusal is shown at: neither stays in the history. */
export const cleanScript = 'history.replaceState(history.state, "", location.pathname);\n';
