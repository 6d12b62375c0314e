import { html, nothing } from 'lit/html.js';
import { connectionPath, defaultPagePath } from '@inlay/shared/paths';
import type { EmbedProvider } from '@inlay/shared/embed-api';
import { ApiError } from '../app/api/api-error.ts';
import type { Frame } from '../app/frame.ts';
import { Authorizing } from './controllers/authorizing.ts';
import type { AuthorizingHost } from './controllers/authorizing.ts';
import { HeadingFocus } from './controllers/heading-focus.ts';
import './credentials-form.ts';
import type { CredentialsEvent } from './credentials-form.ts';
import { LightElement } from './light-element.ts';
import { absentPage } from './parts/absent-page.ts';
import { backLink, providerHeader } from './parts/provider-header.ts';

/**
 * The page on which a provider is connected anew. Styled by `page.css` and `form.css`.
 */
export class ProviderPage extends LightElement implements AuthorizingHost {
  static override readonly properties = ['providerId', 'busy', 'error'];

  declare providerId: string;
  declare busy: boolean;
  declare error: ApiError | undefined;

  readonly #authorizing = new Authorizing(this);
  readonly #absent = new ApiError({ code: 'provider_not_configured', retryable: false }, 'absent');

  constructor() {
    super();
    this.providerId = '';
    this.busy = false;
    this.addController(this.#authorizing);
    this.addController(new HeadingFocus(this));
  }

  protected override firstUpdated(): void {
    if (this.frame && !this.frame.store.provider(this.providerId)) this.frame.errors.report(this.#absent);
  }

  protected override render(): unknown {
    const { frame } = this;
    if (!frame) return nothing;
    const { text } = frame.locale;
    const provider = frame.store.provider(this.providerId);
    if (!provider) return absentPage(frame, this.#absent);
    if (provider.kind === 'oauth2') this.#authorizing.prepare();
    return html`
      ${backLink(frame, defaultPagePath)}
      ${providerHeader(frame, provider, { title: text.connectTo(provider.name), help: true })}
      ${this.#authorizing.panel(frame, provider.name)}
      <inlay-credentials-form
        ?hidden=${this.#authorizing.away}
        .frame=${frame}
        .provider=${provider}
        .label=${text.connectTo(provider.name)}
        .busy=${this.busy}
        .error=${this.error}
        @inlay-credentials=${(event: CredentialsEvent) => void this.#connect(frame, provider, event)}
      ></inlay-credentials-form>
    `;
  }

  finished(id: string): void {
    const { frame } = this;
    if (!frame || !this.isConnected) return;
    const name = frame.store.provider(this.providerId)?.name ?? '';
    frame.router.go(connectionPath({ id }), { replaced: true, done: true });
    frame.announce(frame.locale.text.isConnected(name));
  }

  async #connect(frame: Frame, { id: provider, kind }: EmbedProvider, { values }: CredentialsEvent): Promise<void> {
    this.busy = true;
    this.error = undefined;
    if (kind === 'oauth2') return this.#authorizing.begin(frame, { provider, fields: values });
    try {
      this.finished((await frame.store.connect(provider, values)).id);
    } catch (error) {
      if (error instanceof ApiError) this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

ProviderPage.define('inlay-provider-page');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-provider-page': ProviderPage;
  }
}
