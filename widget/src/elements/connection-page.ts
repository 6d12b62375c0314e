import { html, nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { defaultPagePath, providerPath } from '@inlay/shared/paths';
import type { EmbedConnection, EmbedProvider } from '@inlay/shared/embed-api';
import type { Reference } from '@inlay/shared/ids';
import { ApiError } from '../app/api/api-error.ts';
import type { FieldValues } from '../app/api/embed-api.ts';
import type { Frame } from '../app/frame.ts';
import { EveryMinute } from './controllers/every-minute.ts';
import { HeadingFocus } from './controllers/heading-focus.ts';
import './credentials-form.ts';
import type { CredentialsEvent } from './credentials-form.ts';
import './disconnect-control.ts';
import { LightElement } from './light-element.ts';
import { absentPage } from './parts/absent-page.ts';
import { connectionFacts } from './parts/connection-facts.ts';
import { frameLink } from './parts/frame-link.ts';
import { notice } from './parts/notice.ts';
import { backLink, helpLink, providerHeader } from './parts/provider-header.ts';
import { statusLabel } from './parts/status-label.ts';

/**
 * The page of one connection: who is connected, since when, as whom; what is wrong with it; and a way to connect it
 * again or to end it. Styled by `page.css`.
 */
export class ConnectionPage extends LightElement {
  static override properties: PropertyDeclarations = {
    reference: { attribute: false },
    editing: { state: true },
    busy: { state: true },
    error: { state: true },
    done: { state: true },
  };

  declare reference: Reference | undefined;
  declare protected editing: boolean;
  declare protected busy: boolean;
  declare protected error: ApiError | undefined;
  declare protected done: boolean;

  constructor() {
    super();
    this.editing = false;
    this.busy = false;
    this.done = false;
    this.addController(new HeadingFocus(this));
    this.addController(new EveryMinute(this));
  }

  protected override firstUpdated(): void {
    const { frame, reference } = this;
    this.done = frame?.router.arrival.done ?? false;
    if (frame && reference && !frame.store.connection(reference)) void this.#find(frame, reference);
  }

  protected override render(): unknown {
    const { frame, reference } = this;
    if (!frame || !reference) return nothing;
    const connection = frame.store.connection(reference);
    const provider = connection && frame.store.provider(connection.provider);
    if (!connection || !provider) return this.error ? absentPage(frame, this.error) : nothing;
    return html`
      ${backLink(frame, defaultPagePath)}
      ${providerHeader(frame, provider, { title: provider.name, detail: statusLabel(frame.locale, connection.status) })}
      ${this.#message(frame, provider, connection)} ${connectionFacts(frame, connection)}
      ${this.editing ? this.#form(frame, provider, connection) : this.#actions(frame, provider, connection)}
    `;
  }

  #message({ locale: { text } }: Frame, { name }: EmbedProvider, { status, error }: EmbedConnection): unknown {
    if (status === 'connected') return this.done ? notice({ tone: 'success', title: text.isConnected(name) }) : nothing;
    if (status === 'connecting') return nothing;
    if (status === 'disconnected') return html`<p class="muted">${text.disconnectedHint(name)}</p>`;
    const title = error?.message || text.status[status];
    return notice({ tone: 'warning', title, body: html`<p>${text.expiredHint(name)}</p>` });
  }

  #actions(frame: Frame, provider: EmbedProvider, connection: EmbedConnection): TemplateResult {
    const { text } = frame.locale;
    if (connection.status === 'disconnected') {
      return html`<div class="buttons">${this.#editButton('main', text.connectTo(provider.name))}</div>`;
    }
    const connected = connection.status === 'connected';
    const finish = html`<button class="button main" type="button" @click=${() => frame.finish(defaultPagePath)}>
      ${text.done}
    </button>`;
    return html`<div class="buttons">
        ${connected && this.done ? finish : nothing} ${this.#editButton(connected ? 'quiet' : 'main', text.reconnect)}
        <inlay-disconnect .frame=${frame} .connection=${connection} .name=${provider.name}></inlay-disconnect>
      </div>
      <p>${frameLink(frame, providerPath(provider.id), 'text-link', text.anotherAccount)}</p>`;
  }

  #editButton(kind: 'main' | 'quiet', label: string): TemplateResult {
    return html`<button class="button ${kind}" type="button" @click=${this.#edit}>${label}</button>`;
  }

  #form(frame: Frame, provider: EmbedProvider, connection: EmbedConnection): TemplateResult {
    const { text } = frame.locale;
    const again = connection.status === 'disconnected' ? text.connectTo : text.reconnectTo;
    return html`<section class="again" aria-label=${again(provider.name)}>
      ${helpLink(frame, provider)}
      <inlay-credentials-form
        .frame=${frame}
        .provider=${provider}
        .initial=${connection.fields}
        .label=${again(provider.name)}
        .busy=${this.busy}
        .error=${this.error}
        .aside=${html`<button class="button quiet" type="button" @click=${this.#cancel}>${text.cancel}</button>`}
        @inlay-credentials=${(event: CredentialsEvent) => void this.#reconnect(connection.id, provider, event.values)}
      ></inlay-credentials-form>
    </section>`;
  }

  async #find(frame: Frame, reference: Reference): Promise<void> {
    try {
      await frame.store.find(reference);
    } catch (error) {
      if (!(error instanceof ApiError)) return;
      this.error = error;
      frame.errors.report(error);
    }
  }

  readonly #edit = async (): Promise<void> => {
    this.editing = true;
    this.error = undefined;
    await this.updateComplete;
    const form = this.querySelector('inlay-credentials-form');
    await form?.updateComplete;
    const field = form?.querySelector('inlay-field');
    await field?.updateComplete;
    field?.querySelector('input')?.focus();
  };

  readonly #cancel = async (): Promise<void> => {
    this.editing = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.buttons .button')?.focus();
  };

  async #reconnect(id: string, { name }: EmbedProvider, values: FieldValues): Promise<void> {
    const { frame } = this;
    if (!frame) return;
    this.busy = true;
    this.error = undefined;
    try {
      await frame.store.reconnect(id, values);
      this.done = true;
      this.editing = false;
      frame.announce(frame.locale.text.isConnected(name));
      await this.updateComplete;
      this.querySelector('h1')?.focus({ preventScroll: true });
    } catch (error) {
      if (error instanceof ApiError) this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('inlay-connection-page', ConnectionPage);

declare global {
  interface HTMLElementTagNameMap {
    'inlay-connection-page': ConnectionPage;
  }
}
