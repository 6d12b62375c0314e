import type { EmbedProvider } from '@inlay/shared/embed-api';
import { UpdatingElement } from './updating-element.ts';

/**
 * The mark of a provider: its initials on a tint of its own, drawn here, so that no picture of a third party is fetched.
 * Decoration: the name stands beside it.
 *
 * @cssproperty --hue - Set by the element: hue of the tint, in degrees.
 */
export class ProviderMark extends UpdatingElement {
  static override readonly properties = ['provider'];

  declare provider: Pick<EmbedProvider, 'initials' | 'hue'> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ariaHidden = 'true';
  }

  protected override updated(): void {
    // By script, as the page's policy allows no style attribute.
    this.style.setProperty('--hue', String(this.provider?.hue ?? 0));
  }

  protected override render(): unknown {
    return this.provider?.initials;
  }
}

ProviderMark.define('inlay-mark');

declare global {
  interface HTMLElementTagNameMap {
    'inlay-mark': ProviderMark;
  }
}
