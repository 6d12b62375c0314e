import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Frame } from '../../app/frame.ts';
import { icon } from './icons.ts';

/** A line above the page while something is amiss that needs nobody: no network, or a session that is being renewed. */
export function banner({ session, connectivity, locale: { text } }: Frame): TemplateResult {
  const renewing = session.phase === 'renewing';
  const offline = !connectivity.online && session.phase !== 'refused';
  return html`<div role="status">
    ${offline ? line('alert', text.offline) : renewing ? line('clock', text.renewing) : nothing}
  </div>`;
}

function line(sign: 'alert' | 'clock', words: string): TemplateResult {
  return html`<p class="banner">${icon(sign)}${words}</p>`;
}
