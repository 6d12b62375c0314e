import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { ConnectionStatus } from '@inlay/shared/messages';
import type { Locale } from '../../app/i18n/locale.ts';

/** The status of a connection in words, with a dot that repeats it. */
export function statusLabel(locale: Locale, status: ConnectionStatus): TemplateResult {
  return html`<span class="status ${status}">${locale.text.status[status]}</span>`;
}
