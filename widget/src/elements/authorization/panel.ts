import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Authorization } from '../../app/authorization/authorization.ts';
import { openPopup, startPath } from '../../app/authorization/popup.ts';
import type { Frame } from '../../app/frame.ts';
import '../error-reference.ts';
import { icon } from '../parts/icons.ts';
import { notice } from '../parts/notice.ts';

/**
 * What stands in the page while a person is authorising the provider `name` in a window of its own: how to find that
 * window, or how to open it where the browser did not. Styled by `authorization.css`.
 */
export function authorizationPanel(frame: Frame, name: string, authorization: Authorization): TemplateResult {
  return html`<section class="away" tabindex="-1" role="group" aria-labelledby="away">
    ${authorization.phase === 'blocked' ? blocked(frame, authorization) : elsewhere(frame, name, authorization)}
  </section>`;
}

function elsewhere({ locale: { text } }: Frame, name: string, authorization: Authorization): TemplateResult {
  const reopen = () => authorization.reopened(openPopup(window, authorization.id));
  return html`<span class="away-sign">${icon('outward')}</span>
    <div class="away-words">
      <h2 id="away">${text.elsewhere}</h2>
      <p class="muted">${text.elsewhereHint(name)}</p>
    </div>
    <div class="buttons">
      ${authorization.canShow ? button('quiet', text.showWindow, () => authorization.show()) : button('quiet', text.openAgain, reopen)}
      ${button('plain', text.cancel, () => void authorization.cancel())}
    </div>`;
}

/** A second gesture, which most blockers let pass, and an address for where nothing lets a window open. */
function blocked(frame: Frame, authorization: Authorization): TemplateResult {
  const { text } = frame.locale;
  const path = startPath(authorization.id);
  const open = (event: Event) => {
    const popup = openPopup(window, authorization.id);
    // Without a window of ours the link is followed as it stands.
    if (popup) event.preventDefault();
    authorization.reopened(popup);
  };
  const { title, action } = text.faults.blocked;
  const address = new URL(path, location.origin).href;
  return notice({
    tone: 'warning',
    title: html`<h2 id="away">${title}</h2>`,
    body: html`<p>${action}</p>
      <div class="buttons">
        <a class="button main" href=${path} target="_blank" @click=${open}>${text.openWindow}</a>
        ${button('plain', text.cancel, () => void authorization.cancel())}
      </div>
      <p>${text.address}</p>
      <inlay-reference .frame=${frame} .code=${address}></inlay-reference>`,
  });
}

function button(kind: 'quiet' | 'plain', label: string, action: () => void): TemplateResult {
  return html`<button class="button ${kind}" type="button" @click=${action}>${label}</button>`;
}
