import { createFrame } from './frame.ts';
import type { InlayFrame, MountOptions } from './host-api.d.ts';

/** Defines `<inlay-frame>` (see `InlayFrameElement`), where there are elements at all and it is not defined yet. */
export function defineInlayFrame(): void {
  if (typeof customElements === 'undefined' || customElements.get('inlay-frame')) return;

  class InlayFrameElement extends HTMLElement {
    static readonly observedAttributes = ['path', 'theme', 'locale', 'height', 'title'];
    #getLink: MountOptions['getLink'] | undefined;
    #frame: InlayFrame | undefined;

    get frame(): InlayFrame | undefined {
      return this.#frame;
    }

    get getLink(): MountOptions['getLink'] | undefined {
      return this.#getLink;
    }

    set getLink(value: MountOptions['getLink'] | undefined) {
      this.#getLink = value;
      this.#mount();
    }

    connectedCallback(): void {
      // A property that was set before the element was defined hides the accessor.
      if (Object.hasOwn(this, 'getLink')) {
        const value = this.getLink;
        Reflect.deleteProperty(this, 'getLink');
        this.getLink = value;
      }
      this.#mount();
    }

    disconnectedCallback(): void {
      this.#frame?.destroy();
      this.#frame = undefined;
    }

    attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
      if (name !== 'path') this.#frame?.update(this.#options());
      else if (value) this.#frame?.navigate(value);
    }

    #mount(): void {
      if (this.#frame || !this.#getLink || !this.isConnected) return;
      this.style.display ||= 'block';
      // Always the latest function: frameworks give a new one at every rendering.
      const getLink = () => this.#getLink?.() ?? '';
      this.#frame = createFrame(this, { getLink, ...this.#options() }, this);
    }

    #options() {
      const [path, theme, locale, height, title] = InlayFrameElement.observedAttributes.map(
        (name) => this.getAttribute(name) ?? undefined,
      );
      return {
        path,
        theme: theme as MountOptions['theme'],
        locale,
        title,
        height: Number.parseFloat(height ?? '') || ('auto' as const),
      };
    }
  }

  customElements.define('inlay-frame', InlayFrameElement);
}
