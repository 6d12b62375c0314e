import type { FrameChanges } from './host-api.d.ts';

/** What is in the frame, in the languages it speaks. */
const titles: Readonly<Record<string, string>> = { ar: 'الاتصالات', de: 'Verbindungen', zh: '连接' };

/**
 * Makes the iframe, without an address. It has no `sandbox` (the page in it is another origin, which is the stronger
 * wall) and delegates one permission: writing a reference to the clipboard. `strict-origin` tells Inlay the embedding
 * origin and nothing of the host's paths; `no-referrer` would also blank `ancestorOrigins`, by which the frame knows
 * whom it may tell its events before any message.
 */
export function createIframe(document: Document, appearance: FrameChanges): HTMLIFrameElement {
  const iframe = document.createElement('iframe');
  iframe.allow = 'clipboard-write';
  iframe.referrerPolicy = 'strict-origin';
  // Through the object model: a host's Content-Security-Policy refuses style attributes, not this.
  Object.assign(iframe.style, { display: 'block', width: '100%', border: '0', visibility: 'hidden' });
  dress(iframe, appearance);
  return iframe;
}

/**
 * Applies the options to the iframe. Its colour scheme must be that of the page inside, else the browser paints the
 * canvas behind that page white; until there is a page, the iframe is hidden for the same reason. An automatic theme
 * follows the system, so it has the host's own scheme: in a page that is always light, a dark frame then gets the dark
 * canvas that its text needs.
 */
export function dress(iframe: HTMLIFrameElement, { theme, locale, height, title }: FrameChanges): void {
  const language = locale ?? iframe.ownerDocument.documentElement.lang;
  iframe.title = title ?? titles[language.slice(0, 2).toLowerCase()] ?? 'Connections';
  iframe.style.colorScheme = theme === 'light' || theme === 'dark' ? theme : '';
  if (typeof height === 'number') iframe.style.height = `${height}px`;
}
