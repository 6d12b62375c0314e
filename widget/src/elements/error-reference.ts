import { html, nothing } from 'lit';
import type { PropertyDeclarations } from 'lit';
import { copyText } from '../app/copy-text.ts';
import { LightElement } from './light-element.ts';

/**
 * The code and the reference of an error, small, for whoever is asked for help; a click copies both.
 * Styled by `notice.css`.
 */
export class ErrorReference extends LightElement {
  static override properties: PropertyDeclarations = {
    code: {},
    requestId: { attribute: false },
    copied: { state: true },
  };

  declare code: string;
  declare requestId: string;
  declare protected copied: boolean;

  constructor() {
    super();
    this.code = '';
    this.requestId = '';
    this.copied = false;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
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

customElements.define('inlay-reference', ErrorReference);

declare global {
  interface HTMLElementTagNameMap {
    'inlay-reference': ErrorReference;
  }
}
