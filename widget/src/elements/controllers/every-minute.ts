import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders its host again each minute, so that "2 minutes ago" stays true. */
export class EveryMinute implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), 60_000);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
