import type { Frame } from '../../app/frame.ts';
import { focusWhenHere } from './focus-when-here.ts';
import type { Controller, UpdatingElement } from '../updating-element.ts';

/**
 * Gives a page that was just moved to the focus at its heading, so that a screen reader starts there and the keyboard
 * goes on from there; names the document after it. The focus is never taken from the host's page, nor is it scrolled.
 */
export class HeadingFocus implements Controller {
  readonly #host: UpdatingElement & { readonly frame: Frame | undefined };
  #done = false;

  constructor(host: UpdatingElement & { readonly frame: Frame | undefined }) {
    this.#host = host;
  }

  hostUpdated(): void {
    const heading = this.#host.querySelector('h1');
    if (!heading) return;
    document.title = heading.textContent.trim();
    if (this.#done) return;
    this.#done = true;
    const router = this.#host.frame?.router;
    if (!router?.moved) return;
    window.scrollTo(0, 0);
    // What was finished in another window is read out when one is back from there.
    if (document.hasFocus() || router.arrival.done) focusWhenHere(heading);
  }
}
