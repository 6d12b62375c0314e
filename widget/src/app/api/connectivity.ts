import { Changing } from '../changing.ts';

/** Whether the server can be reached, as far as is known: by what the browser says and by how requests end. */
export class Connectivity extends Changing {
  readonly #window: Pick<Window, 'addEventListener' | 'navigator'>;
  #online: boolean;

  constructor(window: Pick<Window, 'addEventListener' | 'navigator'>) {
    super();
    this.#window = window;
    this.#online = window.navigator.onLine;
    window.addEventListener('online', this.#followBrowser);
    window.addEventListener('offline', this.#followBrowser);
  }

  get online(): boolean {
    return this.#online;
  }

  /** Whether the browser itself says that there is no network. */
  get browserOffline(): boolean {
    return !this.#window.navigator.onLine;
  }

  /** Takes note of how a request ended. */
  note(online: boolean): void {
    if (this.#online === online) return;
    this.#online = online;
    this.changed();
  }

  readonly #followBrowser = (): void => this.note(this.#window.navigator.onLine);
}
