import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { defaultPagePath, providerPath } from '@inlay/shared/paths';
import type { EmbedConnection, EmbedProvider } from '@inlay/shared/embed-api';
import type { Reference } from '@inlay/shared/ids';
import { ApiError } from '../app/api/api-error.ts';
import type { FieldValues } from '../app/api/embed-api.ts';
import type { Frame } from '../app/frame.ts';
import { Authorizing } from './controllers/authorizing.ts';
import type { AuthorizingHost } from './controllers/authorizing.ts';
import { unlistedProvider } from '../app/unlisted-provider.ts';
import { EveryMinute } from './controllers/every-minute.ts';
import { focusWhenHere } from './controllers/focus-when-here.ts';
import { HeadingFocus } from './controllers/heading-focus.ts';
import './credentials-form.ts';
import type { CredentialsEvent } from './credentials-form.ts';
import './disconnect-control.ts';
import { LightElement } from './light-element.ts';
import type { Changes } from './updating-element.ts';
import { absentPage } from './parts/absent-page.ts';
import { connectionFacts } from './parts/connection-facts.ts';
import { frameLink } from './parts/frame-link.ts';
import { errorNotice, notice } from './parts/notice.ts';
import { backLink, helpLink, providerHeader } from './parts/provider-header.ts';
import { statusLabel } from './parts/status-label.ts';
import { workButton } from './parts/work-button.ts';

/**
 * The page of one connection: who is connected, since when, as whom; what is wrong with it; and a way to connect it
 * again or to end it. Styled by `page.css`.
 */
export class ConnectionPage extends LightElement implements AuthorizingHost {
  static override readonly properties = ['reference', 'editing', 'busy', 'error', 'done'];

  declare reference: Reference | undefined;
  declare protected editing: boolean;
  declare busy: boolean;
  declare error: ApiError | undefined;
  declare protected done: boolean;
  readonly #authorizing = new Authorizing(this);

  constructor() {
    super();
    this.editing = false;
    this.busy = false;
    this.done = false;
    this.addController(this.#authorizing);
    this.addController(new HeadingFocus(this));
    this.addController(new EveryMinute(this));
  }

  protected override firstUpdated(): void {
    const { frame, reference } = this;
    this.done = frame?.router.arrival.done ?? false;
    if (frame && reference && !frame.store.connection(reference)) void this.#find(frame, reference);
  }

  /** Tells the host of errors that stand in the page; the form tells of its own. */
  protected override updated(changed: Changes): void {
    if (changed.has('error') && this.error && !this.editing) this.frame?.errors.report(this.error);
  }

  protected override render(): unknown {
    const { frame, reference } = this;
    if (!frame || !reference) return nothing;
    const connection = frame.store.connection(reference);
    const offered = connection && frame.store.provider(connection.provider);
    const provider = offered ?? (connection && unlistedProvider(connection.provider));
    if (provider?.kind === 'oauth2') this.#authorizing.prepare();
    if (!connection || !provider) return this.error ? absentPage(frame, this.error) : nothing;
    return html`
      ${backLink(frame, defaultPagePath)}
      ${providerHeader(frame, provider, { title: provider.name, detail: statusLabel(frame.locale, connection.status) })}
      ${this.#message(frame, provider, connection)} ${connectionFacts(frame, connection)}
      ${this.#authorizing.panel(frame, provider.name)}
      <div class="ways" ?hidden=${this.#authorizing.away}>
        ${this.editing ? this.#form(frame, provider, connection) : this.#actions(frame, provider, connection, offered !== undefined)}
      </div>
    `;
  }

  #message({ locale: { text } }: Frame, { name }: EmbedProvider, { status, error }: EmbedConnection): unknown {
    if (status === 'connected') return this.done ? notice({ tone: 'success', title: text.isConnected(name) }) : nothing;
    if (status === 'connecting') return nothing;
    if (status === 'disconnected') return html`<p class="muted">${text.disconnectedHint(name)}</p>`;
    const title = error?.message || text.status[status];
    return notice({ tone: 'warning', title, body: html`<p>${text.expiredHint(name)}</p>` });
  }

  #actions(frame: Frame, provider: EmbedProvider, connection: EmbedConnection, offered: boolean): TemplateResult {
    const { text } = frame.locale;
    const failure = this.error ? errorNotice(frame, this.error) : nothing;
    const again = (kind: 'main' | 'quiet', label: string) =>
      offered &&
      workButton({
        label,
        busyLabel: text.connecting,
        busy: this.busy,
        kind,
        action: () => void this.#again(frame, provider, connection),
      });
    if (connection.status === 'disconnected') {
      return html`${failure}
        <div class="buttons">${again('main', text.connectTo(provider.name)) || nothing}</div>`;
    }
    const connected = connection.status === 'connected';
    const finish = html`<button class="button main" type="button" @click=${() => frame.finish(defaultPagePath)}>
      ${text.done}
    </button>`;
    return html`${failure}
      <div class="buttons">
        ${connected && this.done ? finish : nothing} ${again(connected ? 'quiet' : 'main', text.reconnect) || nothing}
        <inlay-disconnect .frame=${frame} .connection=${connection} .name=${provider.name}></inlay-disconnect>
      </div>
      ${offered ? html`<p>${frameLink(frame, providerPath(provider.id), 'text-link', text.anotherAccount)}</p>` : nothing}`;
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
        @inlay-credentials=${(event: CredentialsEvent) => void this.#reconnect(frame, connection.id, provider, event.values)}
      ></inlay-credentials-form>
    </section>`;
  }

  async #find(frame: Frame, reference: Reference): Promise<void> {
    try {
      await frame.store.find(reference);
    } catch (error) {
      if (!(error instanceof ApiError)) return;
      this.error = error;
    }
  }

  /** Asks for whatever there is to type; where there is nothing, the click itself begins. */
  #again(frame: Frame, provider: EmbedProvider, connection: EmbedConnection): Promise<void> {
    const open = provider.fields.some(({ locked }) => !locked);
    if (provider.kind !== 'oauth2' || open) return this.#edit();
    return this.#reconnect(frame, connection.id, provider, connection.fields);
  }

  async #edit(): Promise<void> {
    this.editing = true;
    this.error = undefined;
    await this.updateComplete;
    const form = this.querySelector('inlay-credentials-form');
    await form?.updateComplete;
    const field = form?.querySelector('inlay-field');
    await field?.updateComplete;
    field?.querySelector('input')?.focus();
  }

  readonly #cancel = async (): Promise<void> => {
    this.editing = false;
    this.error = undefined;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.buttons .button')?.focus();
  };

  /** Says who is connected now. */
  async finished(id: string): Promise<void> {
    const { frame } = this;
    const provider = frame?.store.provider(frame.store.connection({ id })?.provider ?? '');
    this.error = undefined;
    this.done = true;
    this.editing = false;
    if (provider) frame?.announce(frame.locale.text.isConnected(provider.name));
    await this.updateComplete;
    focusWhenHere(this.querySelector('h1'));
  }

  async #reconnect(frame: Frame, id: string, { kind }: EmbedProvider, values: FieldValues): Promise<void> {
    this.busy = true;
    this.done = false;
    this.error = undefined;
    if (kind === 'oauth2') return this.#authorizing.begin(frame, { connection: id, fields: values });
    try {
      await frame.store.reconnect(id, values);
      await this.finished(id);
    } catch (error) {
      if (error instanceof ApiError) this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

ConnectionPage.define('inlay-connection-page');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-connection-page': ConnectionPage;
  }
}
