import type { Frame } from '../../app/frame.ts';
import type { Controller, UpdatingElement } from '../updating-element.ts';

/** Renders its host again whenever something of the frame changes that is shown. */
export class Watch implements Controller {
  readonly #host: UpdatingElement & { readonly frame: Frame | undefined };
  #watched: Frame | undefined;
  #ends: (() => void)[] = [];

  constructor(host: UpdatingElement & { readonly frame: Frame | undefined }) {
    this.#host = host;
  }

  hostUpdate(): void {
    const { frame } = this.#host;
    if (frame === this.#watched) return;
    this.hostDisconnected();
    this.#watched = frame;
    if (!frame) return;
    const parts = [frame, frame.session, frame.store, frame.router, frame.locale, frame.connectivity];
    this.#ends = parts.map((part) => part.watch(() => this.#host.requestUpdate()));
  }

  hostDisconnected(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#watched = undefined;
  }
}
