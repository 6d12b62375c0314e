import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Locale } from '../../app/i18n/locale.ts';

/** How long ago something was, with the exact time on hover. */
export function moment(locale: Locale, iso: string | null): TemplateResult | typeof nothing {
  const date = new Date(iso ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return nothing;
  return html`<time datetime=${date.toISOString()} title=${locale.exact(date)}>${locale.relative(date)}</time>`;
}
