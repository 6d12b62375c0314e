import { defaultPagePath, parsePagePath } from '@inlay/shared/paths';
import type { Page } from '@inlay/shared/paths';
import { Changing } from './changing.ts';

/** The part of a window that a router drives. */
export interface RouterWindow {
  readonly location: Pick<Location, 'origin' | 'pathname'>;
  readonly history: Pick<History, 'pushState' | 'replaceState'>;
  addEventListener(type: 'popstate', listener: () => void): void;
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
  #page: Page;
  #arrival: Arrival = { replaced: true, done: false };
  #moved = false;

  constructor(window: RouterWindow, path: string) {
    super();
    this.#window = window;
    this.#page = this.parse(path) ?? { name: 'connections', path: defaultPagePath };
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
    if (replaced) this.#window.history.replaceState(null, '', page.path);
    else this.#window.history.pushState(null, '', page.path);
    this.#show(page, { replaced, done });
    return true;
  }

  readonly #follow = (): void => {
    const page = this.parse(this.#window.location.pathname);
    if (page !== undefined && page.path !== this.#page.path) this.#show(page, { replaced: false, done: false });
  };

  #show(page: Page, arrival: Arrival): void {
    this.#page = page;
    this.#arrival = arrival;
    this.#moved = true;
    this.changed();
  }
}
