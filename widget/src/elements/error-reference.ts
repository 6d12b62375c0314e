import { html, nothing } from 'lit/html.js';
import { copyText } from '../app/copy-text.ts';
import { LightElement } from './light-element.ts';
import type { Changes } from './updating-element.ts';

/**
 * The code and the reference of an error, small, for whoever is asked for help; a click copies both.
 * Styled by `notice.css`.
 */
export class ErrorReference extends LightElement {
  static override readonly properties = ['code', 'requestId', 'copied'];

  declare code: string;
  declare requestId: string;
  declare protected copied: boolean;

  constructor() {
    super();
    this.code = '';
    this.requestId = '';
    this.copied = false;
  }

  protected override willUpdate(changed: Changes): void {
    if (changed.has('code') || changed.has('requestId')) this.copied = false;
  }

  protected override render(): unknown {
    const { frame } = this;
    if (!frame) return nothing;
    const { text } = frame.locale;
    return html`<span class="reference-text"><code>${this.code}</code> <code>${this.requestId}</code></span>
      <button class="text-button" type="button" @click=${() => void this.#copy()}>
        ${this.copied ? text.copied : text.copy}
      </button>`;
  }

  async #copy(): Promise<void> {
    const source = this.querySelector('.reference-text');
    if (!source || !(await copyText(source))) return;
    this.copied = true;
    this.frame?.announce(this.frame.locale.text.copied);
  }
}

ErrorReference.define('inlay-reference');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-reference': ErrorReference;
  }
}
