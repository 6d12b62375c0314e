import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { connectionPath, providerPath } from '@inlay/shared/paths';
import type { Frame } from '../app/frame.ts';
import { overview } from '../app/overview.ts';
import type { OverviewRow } from '../app/overview.ts';
import { EveryMinute } from './controllers/every-minute.ts';
import { HeadingFocus } from './controllers/heading-focus.ts';
import { LightElement } from './light-element.ts';
import { frameLink } from './parts/frame-link.ts';
import { icon } from './parts/icons.ts';
import { moment } from './parts/moment.ts';
import { statusLabel } from './parts/status-label.ts';
import './provider-mark.ts';

/**
 * The list: what is connected, what could be, and a search over both. Styled by `list.css`.
 */
export class ConnectionsPage extends LightElement {
  static override readonly properties = ['query'];

  declare protected query: string;

  constructor() {
    super();
    this.query = '';
    this.addController(new HeadingFocus(this));
    this.addController(new EveryMinute(this));
  }

  protected override render(): unknown {
    const { frame } = this;
    if (!frame) return nothing;
    const { store, session, locale } = frame;
    const { text } = locale;
    const customer = session.info?.customer.name;
    return html`
      <header class="page-header">
        <h1 tabindex="-1">${text.connections}</h1>
        ${customer ? html`<p class="muted">${text.customer(customer)}</p>` : nothing}
      </header>
      ${store.providers.length === 0 ? emptyNote(frame) : this.#list(frame)}
    `;
  }

  #list(frame: Frame): TemplateResult {
    const { store, locale } = frame;
    const { text } = locale;
    const { yours, available } = overview(store.providers, store.connections, this.query, locale.tag);
    return html`
      <div class="search">
        ${icon('search')}
        <input
          type="search"
          aria-label=${text.search}
          placeholder=${text.search}
          autocomplete="off"
          spellcheck="false"
          .value=${this.query}
          @input=${this.#search}
          @keydown=${this.#leaveSearch}
        />
        ${this.query === '' ? nothing : this.#clearButton(frame)}
      </div>
      ${yours.length > 0 ? section(frame, text.yours, 'rows', yours) : nothing}
      ${available.length > 0 ? section(frame, text.available, 'rows cards', available) : nothing}
      ${yours.length + available.length === 0 ? this.#noMatch(frame) : nothing}
    `;
  }

  #clearButton({ locale }: Frame): TemplateResult {
    return html`<button class="icon-button" type="button" aria-label=${locale.text.clearSearch} @click=${this.#clear}>
      ${icon('clear')}
    </button>`;
  }

  #noMatch({ locale: { text } }: Frame): TemplateResult {
    return html`<div class="blank">
      ${icon('search')}
      <h2>${text.noMatch(this.query.trim())}</h2>
      <button class="button quiet" type="button" @click=${this.#clear}>${text.clearSearch}</button>
    </div>`;
  }

  readonly #search = (event: Event): void => {
    const { frame } = this;
    this.query = (event.target as HTMLInputElement).value;
    if (!frame) return;
    const { yours, available } = overview(frame.store.providers, frame.store.connections, this.query, frame.locale.tag);
    const count = yours.length + available.length;
    const { text } = frame.locale;
    frame.announce(count === 0 ? text.noMatch(this.query) : text.found(count, frame.locale.plural(count)));
  };

  readonly #leaveSearch = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.query === '') return;
    event.preventDefault();
    this.#clear();
  };

  readonly #clear = (): void => {
    this.query = '';
    this.querySelector<HTMLInputElement>('.search input')?.focus({ preventScroll: true });
  };
}

function emptyNote({ locale: { text } }: Frame): TemplateResult {
  return html`<div class="blank">
    ${icon('plug')}
    <h2>${text.empty}</h2>
    <p>${text.emptyHint}</p>
  </div>`;
}

function section(frame: Frame, title: string, className: string, rows: readonly OverviewRow[]): TemplateResult {
  return html`<section>
    <h2 class="section-title">${title}</h2>
    <ul class=${className} role="list">
      ${rows.map((row) => html`<li>${rowLink(frame, row)}</li>`)}
    </ul>
  </section>`;
}

function rowLink(frame: Frame, { provider, connection }: OverviewRow): TemplateResult {
  const { locale } = frame;
  const { text } = locale;
  const inUse = connection !== undefined && connection.status !== 'disconnected';
  const path = connection ? connectionPath({ id: connection.id }) : providerPath(provider.id);
  const detail = inUse
    ? html`${connection.account?.label ?? provider.description}
      ${connection.connectedAt ? html`<span class="since">${moment(locale, connection.connectedAt)}</span>` : nothing}`
    : provider.description;
  return frameLink(
    frame,
    path,
    'row',
    html`<inlay-mark .provider=${provider}></inlay-mark>
      <span class="row-text">
        <span class="row-title">${provider.name}</span>
        <span class="row-detail" dir="auto">${detail}</span>
      </span>
      ${inUse ? statusLabel(locale, connection.status) : html`<span class="row-action">${text.connect}</span>`}
      ${icon('forward')}`,
  );
}

ConnectionsPage.define('inlay-connections-page');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-connections-page': ConnectionsPage;
  }
}
