import { errorText } from '@inlay/shared';
import type { ErrorCode, Theme } from '@inlay/shared';
import type { WidgetBuild } from './assets.ts';
import { directionOf } from './frame-page.ts';
import { escapeHtml } from './html.ts';

/** What a refusal's page tells. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly locale: string;
  readonly theme: Theme;
  readonly dialect: boolean;
  /** What the token itself says, for the engineer who made it; never the token. */
  readonly claims: readonly (readonly [name: string, value: string])[];
}

/** The words of the page itself; the texts of the codes are the catalogue's. */
const words = {
  en: {
    reference: 'Reference',
    developer: 'For the developer',
    code: 'Code',
    cause: 'Cause',
    remedy: 'Remedy',
    docs: 'Documentation',
    claims: 'In the token',
  },
  de: {
    reference: 'Kennung',
    developer: 'Für die Entwicklung',
    code: 'Code',
    cause: 'Ursache',
    remedy: 'Abhilfe',
    docs: 'Dokumentation',
    claims: 'Im Token',
  },
  zh: {
    reference: '参考编号',
    developer: '开发者信息',
    code: '代码',
    cause: '原因',
    remedy: '解决方法',
    docs: '文档',
    claims: '令牌内容',
  },
};

/**
 * The static page of a refusal: one line and one action for the person; code, cause, remedy and what the token says for
 * the engineer. Its script posts the one `error` message and does nothing else.
 */
export function refusalPage(refusal: Refusal, build: WidgetBuild, nonce: string): string {
  const { code, requestId, locale } = refusal;
  const language = locale.toLowerCase().split('-')[0] ?? 'en';
  const shown = language in words ? (language as keyof typeof words) : 'en';
  const text = errorText(code, shown);
  const word = words[shown];
  const { script, styles } = build.refusal;
  const claims = refusal.claims.map(([name, value]) => `${name}: ${value}`).join('\n');
  return `<!doctype html>
<html lang="${shown}" dir="${directionOf(shown)}" data-theme="${refusal.theme}" data-code="${code}" data-request-id="${escapeHtml(requestId)}"${refusal.dialect ? ' data-dialect="true"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${refusal.theme === 'auto' ? 'light dark' : refusal.theme}">
<title>${escapeHtml(text.title)}</title>
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
<script type="module" src="${script}" nonce="${nonce}"></script>
</head>
<body>
<main class="refusal" aria-labelledby="title">
<h1 id="title">${escapeHtml(text.title)}</h1>
<p class="action">${escapeHtml(text.action)}</p>
<p class="reference">${word.reference} <code>${escapeHtml(requestId)}</code></p>
<section class="developer" aria-labelledby="developer">
<h2 id="developer">${word.developer}</h2>
<dl>
<dt>${word.code}</dt><dd><code>${code}</code></dd>
<dt>${word.cause}</dt><dd>${escapeHtml(text.cause)}</dd>
<dt>${word.remedy}</dt><dd>${escapeHtml(text.remedy)}</dd>
${claims === '' ? '' : `<dt>${word.claims}</dt><dd><pre>${escapeHtml(claims)}</pre></dd>\n`}<dt>${word.docs}</dt><dd><code>docs/error-codes.md#${code}</code></dd>
</dl>
</section>
</main>
</body>
</html>
`;
}
