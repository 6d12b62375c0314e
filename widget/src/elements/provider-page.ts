import { html, nothing } from 'lit';
import type { PropertyDeclarations } from 'lit';
import { connectionPath, defaultPagePath } from '@inlay/shared/paths';
import { ApiError } from '../app/api/api-error.ts';
import { HeadingFocus } from './controllers/heading-focus.ts';
import './credentials-form.ts';
import type { CredentialsEvent } from './credentials-form.ts';
import { LightElement } from './light-element.ts';
import { absentPage } from './parts/absent-page.ts';
import { backLink, providerHeader } from './parts/provider-header.ts';

/**
 * The page on which a provider is connected anew. Styled by `page.css` and `form.css`.
 */
export class ProviderPage extends LightElement {
  static override properties: PropertyDeclarations = {
    providerId: { attribute: false },
    busy: { state: true },
    error: { state: true },
  };

  declare providerId: string;
  declare protected busy: boolean;
  declare protected error: ApiError | undefined;

  readonly #absent = new ApiError({ code: 'provider_not_configured', retryable: false }, 'absent');

  constructor() {
    super();
    this.providerId = '';
    this.busy = false;
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
    return html`
      ${backLink(frame, defaultPagePath)}
      ${providerHeader(frame, provider, { title: text.connectTo(provider.name), help: true })}
      <inlay-credentials-form
        .frame=${frame}
        .provider=${provider}
        .label=${text.connectTo(provider.name)}
        .busy=${this.busy}
        .error=${this.error}
        @inlay-credentials=${(event: CredentialsEvent) => void this.#connect(event)}
      ></inlay-credentials-form>
    `;
  }

  async #connect({ values }: CredentialsEvent): Promise<void> {
    const { frame } = this;
    if (!frame) return;
    this.busy = true;
    this.error = undefined;
    try {
      const { id } = await frame.store.connect(this.providerId, values);
      const name = frame.store.provider(this.providerId)?.name ?? '';
      if (!this.isConnected) return;
      frame.router.go(connectionPath({ id }), { replaced: true, done: true });
      frame.announce(frame.locale.text.isConnected(name));
    } catch (error) {
      if (error instanceof ApiError) this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('inlay-provider-page', ProviderPage);

declare global {
  interface HTMLElementTagNameMap {
    'inlay-provider-page': ProviderPage;
  }
}
