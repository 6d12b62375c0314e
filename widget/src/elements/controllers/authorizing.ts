import { nothing } from 'lit/html.js';
import type { EmbedAuthorizationRequest } from '@inlay/shared/embed-api';
import { localFault } from '../../app/api/api-error.ts';
import type { ApiError } from '../../app/api/api-error.ts';
import type { Authorization } from '../../app/authorization/authorization.ts';
import { newAuthorizationId, openPopup, startPath } from '../../app/authorization/popup.ts';
import type { Popup } from '../../app/authorization/popup.ts';
import type { Frame } from '../../app/frame.ts';
import { focusWhenHere } from './focus-when-here.ts';
import type { Controller, UpdatingElement } from '../updating-element.ts';

/** The page whose provider is authorised in a window of its own, and what it does in the end. */
export interface AuthorizingHost extends UpdatingElement {
  readonly frame: Frame | undefined;
  busy: boolean;
  /** Why the last try failed; nothing where a person gave up who knows why. */
  error: ApiError | undefined;
  /** Called when it succeeded, with the id of the connection. */
  finished(connection: string): void | Promise<void>;
}

/** What only such providers need, fetched when a page of one is shown. */
const load = () => import('../authorization/index.ts');

/** Runs the authorizations of a page, one at a time: opens the window in the click, and follows it to its end. */
export class Authorizing implements Controller {
  readonly #host: AuthorizingHost;
  #part: Awaited<ReturnType<typeof load>> | undefined;
  #current: Authorization | undefined;
  #away = false;
  #prepared = false;

  constructor(host: AuthorizingHost) {
    this.#host = host;
  }

  /** Whether the person goes on in another window, so that there is nothing to do here. */
  get away(): boolean {
    return this.#away;
  }

  hostDisconnected(): void {
    this.#current?.end();
  }

  /** Fetches what an authorization needs, so that it is there by the time of the click. */
  prepare(): void {
    if (this.#prepared) return;
    this.#prepared = true;
    // Where this fails, the click tries again.
    load().catch(() => undefined);
  }

  /** Begins to authorise; to be called within a click. */
  begin(frame: Frame, request: Omit<EmbedAuthorizationRequest, 'id'>): void {
    const id = newAuthorizationId();
    const popup = openPopup(window, startPath(id));
    this.#current?.end();
    this.#current = undefined;
    void this.#start(frame, { id, ...request }, popup);
  }

  /** What stands in the page while the person is away. */
  panel(frame: Frame, name: string): unknown {
    const current = this.#current;
    return this.#away && current && this.#part ? this.#part.authorizationPanel(frame, name, current) : nothing;
  }

  async #start(frame: Frame, request: EmbedAuthorizationRequest, popup: Popup | undefined): Promise<void> {
    const { api } = frame;
    const { id } = request;
    try {
      this.#part = await load();
    } catch {
      popup?.close();
      return this.#fail(localFault('unreachable'));
    }
    if (!this.#host.isConnected) return popup?.close();
    const current = new this.#part.Authorization(id, popup, {
      register: () => api.authorize(request),
      read: () => api.authorization(id),
      cancel: (reason) => api.cancelAuthorization(id, reason),
      listeners: frame.authorizationListeners,
    });
    this.#current = current;
    current.watch(() => void this.#follow(frame, current));
  }

  #fail(error: ApiError | undefined): void {
    this.#host.busy = false;
    this.#host.error = error;
  }

  async #follow(frame: Frame, { phase, error, connection }: Authorization): Promise<void> {
    const host = this.#host;
    if (connection !== null && phase === 'connected') {
      // What stands here stays until there is something to take its place. Where the connection cannot be fetched now,
      // its page fetches it.
      await frame.store.find({ id: connection }).catch(() => undefined);
      this.#away = host.busy = false;
      return host.finished(connection);
    }
    const away = phase === 'elsewhere' || phase === 'blocked';
    const moved = away !== this.#away;
    this.#away = away;
    host.requestUpdate();
    if (phase === 'failed') this.#fail(error);
    if (phase === 'blocked' && error) frame.errors.report(error);
    if (!moved) return;
    await host.updateComplete;
    focusWhenHere(host.querySelector(away ? '.away' : '.form .button, .buttons .button'));
  }
}
