import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { EmbedConnection } from '@inlay/shared/embed-api';
import { ApiError } from '../app/api/api-error.ts';
import type { Frame } from '../app/frame.ts';
import { LightElement } from './light-element.ts';
import { errorNotice } from './parts/notice.ts';
import { workButton } from './parts/work-button.ts';

/**
 * Ends a connection, after asking in place whether that is meant. Styled by `page.css`.
 */
export class DisconnectControl extends LightElement {
  static override readonly properties = ['connection', 'name', 'asking', 'busy', 'error'];

  declare connection: EmbedConnection | undefined;
  /** Name of the provider. */
  declare name: string;
  declare protected asking: boolean;
  declare protected busy: boolean;
  declare protected error: ApiError | undefined;

  constructor() {
    super();
    this.name = '';
    this.asking = false;
    this.busy = false;
  }

  protected override render(): unknown {
    const { frame } = this;
    if (!frame) return nothing;
    if (this.asking) return this.#question(frame);
    return html`<button class="button danger-text" type="button" @click=${this.#ask}>
      ${frame.locale.text.disconnect}
    </button>`;
  }

  #question(frame: Frame): TemplateResult {
    const { text } = frame.locale;
    return html`<div class="question" role="group" aria-labelledby="question" @keydown=${this.#escape}>
      <p class="notice-title" id="question">${text.disconnectAsk(this.name)}</p>
      <p>${text.disconnectHint}</p>
      ${this.error ? errorNotice(frame, this.error) : nothing}
      <div class="buttons">
        ${workButton({
          label: text.disconnect,
          busyLabel: text.disconnecting,
          busy: this.busy,
          kind: 'danger',
          action: () => void this.#disconnect(frame),
        })}
        <button class="button quiet keep" type="button" @click=${this.#keep}>${text.keep}</button>
      </div>
    </div>`;
  }

  readonly #ask = async (): Promise<void> => {
    this.asking = true;
    this.error = undefined;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.keep')?.focus();
  };

  readonly #keep = async (): Promise<void> => {
    this.asking = false;
    await this.updateComplete;
    this.querySelector('button')?.focus();
  };

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !this.busy) void this.#keep();
  };

  async #disconnect(frame: Frame): Promise<void> {
    if (!this.connection) return;
    // Once it has ended, this control is gone from the page.
    const heading = this.closest('inlay-connection-page')?.querySelector('h1');
    this.busy = true;
    this.error = undefined;
    try {
      await frame.store.disconnect(this.connection.id);
      frame.announce(frame.locale.text.isDisconnected(this.name));
      heading?.focus({ preventScroll: true });
      this.asking = false;
    } catch (error) {
      if (!(error instanceof ApiError)) return;
      this.error = error;
      frame.errors.report(error);
    } finally {
      this.busy = false;
    }
  }
}

DisconnectControl.define('inlay-disconnect');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-disconnect': DisconnectControl;
  }
}
