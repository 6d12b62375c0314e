import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { openPopup } from '../../app/authorization/popup.ts';
import type { Popup } from '../../app/authorization/popup.ts';
import type { Frame } from '../../app/frame.ts';
import '../error-reference.ts';
import { icon } from '../parts/icons.ts';
import { notice } from '../parts/notice.ts';

/** What a person does in another window, as far as it is seen from here. */
export interface Elsewhere {
  readonly phase: string;
  /** Whether there is a window that can be brought to the front. */
  readonly canShow: boolean;
  /** Where the window begins, and what one opens by hand where no window can be opened. */
  readonly path: string;
  readonly address: string;
  show(): void;
  /** Goes on with another window, opened in a click. */
  reopened(popup: Popup | undefined): void;
  cancel(): void | Promise<void>;
}

/**
 * What stands in the page while a person is authorising the provider `name` in a window of its own: how to find that
 * window, or how to open it where the browser did not. Styled by `authorization.css`.
 */
export function authorizationPanel(frame: Frame, name: string, authorization: Elsewhere): TemplateResult {
  return html`<section class="away" tabindex="-1" role="group" aria-labelledby="away">
    ${authorization.phase === 'blocked' ? blocked(frame, authorization) : elsewhere(frame, name, authorization)}
  </section>`;
}

function elsewhere({ locale: { text } }: Frame, name: string, authorization: Elsewhere): TemplateResult {
  const reopen = () => authorization.reopened(openPopup(window, authorization.path));
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
function blocked(frame: Frame, authorization: Elsewhere): TemplateResult {
  const { text } = frame.locale;
  const open = (event: Event) => {
    const popup = openPopup(window, authorization.path);
    // Without a window of ours the link is followed as it stands.
    if (popup) event.preventDefault();
    authorization.reopened(popup);
  };
  const { title, action } = text.faults.blocked;
  const address = new URL(authorization.address, location.origin).href;
  return notice({
    tone: 'warning',
    title: html`<h2 id="away">${title}</h2>`,
    body: html`<p>${action}</p>
      <div class="buttons">
        <a class="button main" href=${authorization.path} target="_blank" @click=${open}>${text.openWindow}</a>
        ${button('plain', text.cancel, () => void authorization.cancel())}
      </div>
      <p>${text.address}</p>
      <inlay-reference .frame=${frame} .code=${address}></inlay-reference>`,
  });
}

function button(kind: 'quiet' | 'plain', label: string, action: () => void): TemplateResult {
  return html`<button class="button ${kind}" type="button" @click=${action}>${label}</button>`;
}
