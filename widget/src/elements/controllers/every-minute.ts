import type { Controller, UpdatingElement } from '../updating-element.ts';

/** Renders its host again each minute, so that "2 minutes ago" stays true. */
export class EveryMinute implements Controller {
  readonly #host: UpdatingElement;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: UpdatingElement) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), 60_000);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
