import { defaultPagePath, parsePagePath } from '@inlay/shared/paths';
import type { Page } from '@inlay/shared/paths';
import { Changing } from './changing.ts';

/** The part of a window that a router drives. */
export interface RouterWindow {
  readonly location: Pick<Location, 'origin'>;
  readonly history: Pick<History, 'pushState' | 'replaceState' | 'state'>;
  addEventListener(type: 'popstate', listener: (event: Pick<PopStateEvent, 'state'>) => void): void;
}

/** How one came to the present page. */
export interface Arrival {
  /** Whether the page took the place of the one before in the history. */
  readonly replaced: boolean;
  /** Whether something was finished on the way here, which the page then says. */
  readonly done: boolean;
}

/** Which page of the frame is shown. Moves within the frame's own history, so that back and forward work. */
export class Router extends Changing {
  readonly #window: RouterWindow;
  readonly #keepsAddress: boolean;
  #page: Page;
  #arrival: Arrival = { replaced: true, done: false };
  #moved = false;

  /** `keepsAddress`: the address stays what it is, from which alone a reload can begin; the history holds the page, also after one. */
  constructor(window: RouterWindow, path: string, keepsAddress = false) {
    super();
    this.#keepsAddress = keepsAddress;
    this.#window = window;
    const { history } = window;
    const kept = keepsAddress ? this.parse(String(history.state)) : undefined;
    this.#page = kept ?? this.parse(path) ?? { name: 'connections', path: defaultPagePath };
    if (keepsAddress) history.replaceState(this.#page.path, '', '');
    window.addEventListener('popstate', this.#follow);
  }

  get page(): Page {
    return this.#page;
  }

  get arrival(): Arrival {
    return this.#arrival;
  }

  /** Whether this is another page than the one that was opened first, or was. */
  get moved(): boolean {
    return this.#moved;
  }

  /** The page that `path` (or an absolute URL of this server) names, if any. */
  parse(path: string): Page | undefined {
    return parsePagePath(path, this.#window.location.origin);
  }

  /** Shows the page that `path` names; `false` where it names none. The page already shown is left as it is. */
  go(path: string, { replaced = false, done = false }: Partial<Arrival> = {}): boolean {
    const page = this.parse(path);
    if (page === undefined) return false;
    if (page.path === this.#page.path && !done) return true;
    const address = this.#keepsAddress ? '' : page.path;
    if (replaced) this.#window.history.replaceState(page.path, '', address);
    else this.#window.history.pushState(page.path, '', address);
    this.#show(page, { replaced, done });
    return true;
  }

  readonly #follow = ({ state }: Pick<PopStateEvent, 'state'>): void => {
    const page = this.parse(String(state));
    if (page !== undefined && page.path !== this.#page.path) this.#show(page, { replaced: false, done: false });
  };

  #show(page: Page, arrival: Arrival): void {
    this.#page = page;
    this.#arrival = arrival;
    this.#moved = true;
    this.changed();
  }
}
