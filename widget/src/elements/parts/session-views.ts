import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Frame } from '../../app/frame.ts';
import { icon } from './icons.ts';
import { errorNotice } from './notice.ts';
import { workButton } from './work-button.ts';

/** What one sees who opens a link outside of a host: a click, and not a scanner, spends it. */
export function continueView({ locale: { text } }: Frame, open: () => void): TemplateResult {
  return html`<div class="blank">
    ${icon('plug')}
    <h1>${text.continueTitle}</h1>
    <p>${text.continueHint}</p>
    <button class="button main" type="button" @click=${open}>${text.continue}</button>
  </div>`;
}

/** What one sees when there is no session: why, how to go on, and a try where one may help. */
export function endedView(frame: Frame, busy: boolean, retry: () => void): TemplateResult {
  const { text } = frame.locale;
  const { phase, error } = frame.session;
  const button = workButton({ label: text.retry, busyLabel: text.retrying, busy, action: retry });
  const again = frame.session.canRetry ? button : nothing;
  if (phase === 'refused' && error) return errorNotice(frame, error, again, true);
  return html`<div class="blank">
    ${icon('clock')}
    <h1 tabindex="-1">${text.ended}</h1>
    <p>${text.endedHint}</p>
    ${again}
    ${
      error
        ? html`<inlay-reference .frame=${frame} .code=${error.code} .requestId=${error.requestId}></inlay-reference>`
        : nothing
    }
  </div>`;
}
