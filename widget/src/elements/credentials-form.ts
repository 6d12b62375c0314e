import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { EmbedProvider, ProviderField } from '@inlay/shared/embed-api';
import { ApiError } from '../app/api/api-error.ts';
import type { FieldValues } from '../app/api/embed-api.ts';
import { checkFields, cleanValues, faultsOf } from '../app/check-fields.ts';
import type { FieldFaults } from '../app/check-fields.ts';
import type { Frame } from '../app/frame.ts';
import './credential-field.ts';
import { LightElement } from './light-element.ts';
import type { Changes } from './updating-element.ts';
import { icon } from './parts/icons.ts';
import { errorNotice } from './parts/notice.ts';
import { workButton } from './parts/work-button.ts';

/** What a form was filled with, checked and cleaned. */
export class CredentialsEvent extends Event {
  readonly values: FieldValues;

  constructor(values: FieldValues) {
    super('inlay-credentials');
    this.values = values;
  }
}

/**
 * The form of a provider that is connected by something one types: an API key, or a name and a password. Keeps what was
 * typed through errors, lost networks and renewed sessions. Styled by `form.css`.
 *
 * @fires inlay-credentials - {@link CredentialsEvent}: the form was sent and its values fit.
 */
export class CredentialsForm extends LightElement {
  static override readonly properties = ['provider', 'initial', 'label', 'busy', 'error', 'aside', 'faults'];

  declare provider: EmbedProvider | undefined;
  /** Values to start from: those that are no secrets. */
  declare initial: FieldValues;
  /** What the button says. */
  declare label: string;
  declare busy: boolean;
  /** Why the last try failed. */
  declare error: ApiError | undefined;
  /** What stands beside the button. */
  declare aside: unknown;
  declare protected faults: FieldFaults;
  readonly #typed = new Map<string, string>();

  constructor() {
    super();
    this.initial = {};
    this.label = '';
    this.busy = false;
    this.faults = {};
  }

  protected override willUpdate(changed: Changes): void {
    if (changed.has('error') && this.error) this.faults = faultsOf(this.error);
  }

  protected override updated(changed: Changes): void {
    if (!changed.has('error') || !this.error) return;
    this.frame?.errors.report(this.error);
    if (Object.keys(this.faults).length > 0) void this.#focusFault();
  }

  protected override render(): unknown {
    const { frame, provider } = this;
    if (!frame || !provider) return nothing;
    const { text } = frame.locale;
    const general = this.error !== undefined && Object.keys(faultsOf(this.error)).length === 0;
    return html`<form class="form" novalidate autocomplete="off" @submit=${this.#submit}>
      ${provider.fields.map(
        (field) =>
          html`<inlay-field
            .frame=${frame}
            .field=${field}
            .value=${this.#valueOf(field)}
            .fault=${this.faults[field.name]}
            @input=${(event: Event) => this.#type(field.name, event)}
          ></inlay-field>`,
      )}
      ${general && this.error ? errorNotice(frame, this.error) : nothing} ${this.#buttons(frame)}
      <p class="assurance">${icon('lock')}${provider.kind === 'oauth2' ? text.sealedAccess : text.sealed}</p>
    </form>`;
  }

  #buttons({ locale: { text } }: Frame): TemplateResult {
    return html`<div class="buttons">
      ${workButton({ label: this.label, busyLabel: text.connecting, busy: this.busy, kind: 'main' })} ${this.aside}
    </div>`;
  }

  #type(name: string, event: Event): void {
    this.#typed.set(name, (event.target as HTMLInputElement).value);
    const fault = this.faults[name];
    if (fault === undefined || !this.provider || !this.frame) return;
    // A fault goes away as soon as it is mended, but a new one waits for the next try.
    const { [name]: present } = checkFields(this.provider.fields, this.#values(this.provider), this.frame.locale);
    if (present !== fault) this.faults = { ...this.faults, [name]: '' };
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const { frame, provider } = this;
    if (!frame || !provider || this.busy) return;
    const values = this.#values(provider);
    this.faults = checkFields(provider.fields, values, frame.locale);
    const faults = provider.fields.flatMap(({ name, label }) => {
      const fault = this.faults[name];
      return fault ? [`${label}: ${fault}`] : [];
    });
    if (faults.length === 0) {
      this.dispatchEvent(new CredentialsEvent(values));
      return;
    }
    frame.errors.report(new ApiError({ code: 'fields_invalid', message: faults.join('. '), retryable: false }));
    void this.#focusFault();
  };

  #values(provider: EmbedProvider): FieldValues {
    return cleanValues(
      provider,
      Object.fromEntries(provider.fields.map((field) => [field.name, this.#valueOf(field)])),
    );
  }

  /** What stands in a field: what the vendor locked; else what was typed, was saved before, or was prefilled. */
  #valueOf({ name, value = '', locked }: ProviderField): string {
    return locked ? value : (this.#typed.get(name) ?? this.initial[name] ?? value);
  }

  async #focusFault(): Promise<void> {
    await this.updateComplete;
    const fields = [...this.querySelectorAll('inlay-field')];
    await Promise.all(fields.map((field) => field.updateComplete));
    this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

CredentialsForm.define('inlay-credentials-form');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-credentials-form': CredentialsForm;
  }
  interface HTMLElementEventMap {
    'inlay-credentials': CredentialsEvent;
  }
}
