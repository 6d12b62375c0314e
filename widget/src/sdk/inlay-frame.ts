import { frameEventTypes } from '@inlay/shared/messages';
import { createFrame } from './frame.ts';
import type { FrameHandle } from './frame.ts';
import type { MountOptions } from './host-api.d.ts';

const attributes = ['path', 'theme', 'locale', 'height', 'title'] as const;

/** Defines `<inlay-frame>` (see `InlayFrameElement`), where there are elements at all and it is not defined yet. */
export function defineInlayFrame(): void {
  if (typeof customElements === 'undefined' || customElements.get('inlay-frame') !== undefined) return;

  class InlayFrameElement extends HTMLElement {
    static readonly observedAttributes = attributes;
    #getLink: MountOptions['getLink'] | undefined;
    #frame: FrameHandle | undefined;

    constructor() {
      super();
      // A property that was set before the element was defined hides the accessor of the same name.
      for (const name of ['getLink', ...attributes]) {
        if (!Object.hasOwn(this, name)) continue;
        const value: unknown = Reflect.get(this, name);
        Reflect.deleteProperty(this, name);
        Reflect.set(this, name, value);
      }
    }

    get getLink(): MountOptions['getLink'] | undefined {
      return this.#getLink;
    }

    set getLink(value: MountOptions['getLink'] | undefined) {
      this.#getLink = value;
      if (this.#frame === undefined) this.connectedCallback();
    }

    connectedCallback(): void {
      if (!this.isConnected || this.#getLink === undefined) return;
      this.style.display ||= 'block';
      // Always the latest function: frameworks give a new one at every rendering.
      const getLink = () => (this.#getLink ?? noLink)();
      const path = this.getAttribute('path');
      this.#frame = createFrame(this, { getLink, ...this.#appearance(), ...(path !== null && { path }) });
      for (const type of frameEventTypes) {
        this.#frame.on(type, (detail) => void this.dispatchEvent(new CustomEvent(type, { detail })));
      }
    }

    disconnectedCallback(): void {
      this.#frame?.destroy();
      this.#frame = undefined;
    }

    attributeChangedCallback(name: string, before: string | null, value: string | null): void {
      if (before === value || this.#frame === undefined) return;
      if (name !== 'path') this.#frame.update(this.#appearance());
      else if (value !== null) this.#frame.navigate(value);
    }

    navigate(path: string): void {
      this.#frame?.navigate(path);
    }

    renew(): void {
      this.#frame?.renew();
    }

    #appearance() {
      const read = (name: string) => this.getAttribute(name) ?? undefined;
      const height = Number.parseFloat(read('height') ?? '');
      return {
        theme: read('theme') as MountOptions['theme'],
        locale: read('locale'),
        title: read('title'),
        height: Number.isNaN(height) ? ('auto' as const) : height,
      };
    }
  }

  for (const name of ['path', 'theme', 'locale', 'height']) {
    Object.defineProperty(InlayFrameElement.prototype, name, {
      configurable: true,
      get(this: HTMLElement) {
        return this.getAttribute(name);
      },
      set(this: HTMLElement, value: string | number | null | undefined) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, `${value}`);
      },
    });
  }
  customElements.define('inlay-frame', InlayFrameElement);
}

function noLink(): never {
  throw new TypeError('getLink was taken away.');
}
