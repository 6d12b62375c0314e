import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { EmbedConnection } from '@inlay/shared/embed-api';
import type { Frame } from '../../app/frame.ts';
import { moment } from './moment.ts';

/** Who is connected, since when, and by which reference to ask about it. */
export function connectionFacts({ locale }: Frame, connection: EmbedConnection): TemplateResult {
  const { text } = locale;
  const fact = (name: string, value: unknown) =>
    html`<div class="fact">
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="facts">
    ${connection.account ? fact(text.account, html`<bdi>${connection.account.label}</bdi>`) : nothing}
    ${connection.connectedAt && connection.status !== 'disconnected' ? fact(text.status.connected, moment(locale, connection.connectedAt)) : nothing}
    ${fact(text.reference, html`<code>${connection.id}</code>`)}
  </dl>`;
}
