import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { ProviderField } from '@inlay/shared/embed-api';
import { LightElement } from './light-element.ts';
import type { Changes } from './updating-element.ts';

/**
 * One field of a form: label, input, hint, and what is wrong with it. A secret is covered until one asks to see it.
 * Styled by `form.css`.
 *
 * @fires input - The input's own event, bubbling: its target holds what was typed.
 */
export class CredentialField extends LightElement {
  static override readonly properties = ['field', 'value', 'fault', 'shown'];

  declare field: ProviderField | undefined;
  /** What stands in the input when it is first rendered. */
  declare value: string;
  /** What is wrong with the value; empty or absent: nothing. */
  declare fault: string | undefined;
  declare protected shown: boolean;

  constructor() {
    super();
    this.value = '';
    this.shown = false;
  }

  /** Covers the secret again once the form is sent and comes back with a fault. */
  protected override willUpdate(changed: Changes): void {
    if (changed.has('fault') && this.fault) this.shown = false;
  }

  protected override render(): unknown {
    const { frame, field, fault } = this;
    if (!frame || !field) return nothing;
    const { text } = frame.locale;
    const id = `field-${field.name}`;
    const described = [field.hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
    return html`
      <label for=${id} dir="auto">
        ${field.label} ${field.required ? nothing : html`<span class="muted">(${text.optional})</span>`}
      </label>
      <div class="input ${field.secret ? 'secret' : ''}">
        <input
          id=${id}
          name=${field.name}
          type=${this.#inputType(field)}
          .value=${this.value}
          placeholder=${field.placeholder ?? nothing}
          ?readonly=${field.locked}
          aria-required=${field.required}
          aria-invalid=${fault ? 'true' : 'false'}
          aria-describedby=${described || nothing}
          dir=${field.type === 'text' ? 'auto' : 'ltr'}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          data-1p-ignore
          data-lpignore="true"
        />
        ${field.secret ? this.#showButton(id) : nothing}
      </div>
      ${field.hint ? html`<p class="hint" dir="auto" id="${id}-hint">${field.hint}</p>` : nothing}
      ${fault ? html`<p class="fault" dir="auto" id="${id}-fault">${fault}</p>` : nothing}
    `;
  }

  #showButton(id: string): TemplateResult | typeof nothing {
    const { frame, field } = this;
    if (!frame || !field) return nothing;
    const word = this.shown ? frame.locale.text.hide : frame.locale.text.show;
    return html`<button
      class="text-button"
      type="button"
      aria-controls=${id}
      aria-label="${word}: ${field.label}"
      @click=${() => (this.shown = !this.shown)}
    >
      ${word}
    </button>`;
  }

  #inputType(field: ProviderField): string {
    if (field.secret) return this.shown ? 'text' : 'password';
    // An e-mail address is checked by us, with words of ours: the browser's own type only brings the right keyboard.
    return field.type === 'password' ? 'text' : field.type;
  }
}

CredentialField.define('inlay-field');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-field': CredentialField;
  }
}
