import type { FrameConfig } from '@inlay/shared';
import type { WidgetBuild } from './assets.ts';
import { escapeHtml } from './html.ts';

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

/** Direction in which the language of `locale` is written. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return rightToLeft.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/**
 * The frame's page. It holds nothing secret: the script takes the token from the address, removes it there and redeems
 * it. `nonce` is new for each answer.
 */
export function framePage(config: FrameConfig, build: WidgetBuild, nonce: string): string {
  const { script, styles, preloads } = config.jodoo ? build.jodoo : build.frame;
  return `<!doctype html>
<html lang="${escapeHtml(config.locale)}" dir="${directionOf(config.locale)}" data-theme="${config.theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${config.theme === 'auto' ? 'light dark' : config.theme}">
<meta name="inlay-config" content="${escapeHtml(JSON.stringify(config))}">
<title>Connections</title>
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${preloads.map((href) => `<link rel="modulepreload" href="${href}" nonce="${nonce}">`).join('\n')}
<script type="module" src="${script}" nonce="${nonce}"></script>
</head>
<body><inlay-app>${build.skeleton}</inlay-app></body>
</html>
`;
}
