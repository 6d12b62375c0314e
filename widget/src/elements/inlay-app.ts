import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Page } from '@inlay/shared/paths';
import type { ApiError } from '../app/api/api-error.ts';
import type { Frame } from '../app/frame.ts';
import './connection-page.ts';
import './connections-page.ts';
import { LightElement } from './light-element.ts';
import { banner } from './parts/banner.ts';
import { errorNotice } from './parts/notice.ts';
import { workButton } from './parts/work-button.ts';
import './provider-page.ts';

/**
 * The frame's application as one sees it: the page that the address names, or why there is none. What stands inside when
 * the script starts is the skeleton that the server wrote; it stays until there is something to take its place.
 *
 * @cssproperty --inlay-accent - and eleven more: see `styles/tokens.css`.
 */
export class InlayApp extends LightElement {
  static override readonly properties = ['busy'];

  declare protected busy: boolean;
  readonly #skeleton = document.createDocumentFragment();
  #page: { readonly key: string; readonly element: HTMLElement } | undefined;

  constructor() {
    super();
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) this.#skeleton.append(...[...this.childNodes].map((node) => node.cloneNode(true)));
  }

  protected override shouldUpdate(): boolean {
    return this.frame !== undefined;
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.replaceChildren();
  }

  protected override render(): unknown {
    const { frame } = this;
    if (!frame) return nothing;
    const { entry } = frame;
    const { phase, closed } = frame.session;
    return html`
      ${banner(frame)}
      <main aria-label=${frame.locale.text.connections}>
        ${entry.head?.()} ${entry.view({ busy: this.busy, run: (attempt) => void this.#retry(attempt) }) || nothing}
        <div ?hidden=${closed || phase === 'waiting'}>
          ${frame.store.loaded ? this.#pageOf(frame) : this.#unloaded(frame)}
        </div>
        ${entry.foot?.()}
      </main>
      <div class="visually-hidden" role="status">${frame.announcement}</div>
    `;
  }

  /** The element of the page: a new one for each page and each person, so that nothing typed passes from one to another. */
  #pageOf(frame: Frame): HTMLElement {
    const { session, router } = frame;
    const key = JSON.stringify([session.info?.customer.id, session.info?.member?.id, router.page.path]);
    if (this.#page?.key !== key) this.#page = { key, element: createPage(frame, router.page) };
    return this.#page.element;
  }

  #unloaded(frame: Frame): unknown {
    const { error } = frame.store;
    return error ? this.#failure(frame, error) : this.#skeleton.cloneNode(true);
  }

  #failure(frame: Frame, error: ApiError): TemplateResult {
    const { text } = frame.locale;
    return errorNotice(
      frame,
      error,
      workButton({
        label: text.retry,
        busyLabel: text.retrying,
        busy: this.busy,
        action: () => void this.#retry(() => frame.load()),
      }),
      true,
    );
  }

  async #retry(attempt: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await attempt();
    } finally {
      this.busy = false;
    }
  }
}

/** Makes the element of a page. */
function createPage(frame: Frame, page: Page): HTMLElement {
  const element = pageElement(page);
  element.frame = frame;
  return element;
}

function pageElement(page: Page): LightElement {
  if (page.name === 'connection') {
    return Object.assign(document.createElement('inlay-connection-page'), { reference: page.connection });
  }
  if (page.name === 'provider') {
    return Object.assign(document.createElement('inlay-provider-page'), { providerId: page.provider });
  }
  return document.createElement('inlay-connections-page');
}

InlayApp.define('inlay-app');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-app': InlayApp;
  }
}
