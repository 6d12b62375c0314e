import type { EmbedAuthorization, EmbedAuthorizationCancel } from '@inlay/shared/embed-api';
import { ApiError } from '../api/api-error.ts';
import { Changing } from '../changing.ts';
import { startPath } from './popup.ts';
import type { Popup } from './popup.ts';

/**
 * What one sees of an authorization. `opening`: the window should appear; `elsewhere`: the person goes on there;
 * `blocked`: no window appeared; the others are its end, of which `failed` may yet become `connected`.
 */
export type AuthorizationPhase = 'opening' | 'elsewhere' | 'blocked' | 'failed' | 'connected';

/** What an authorization needs of the server. */
export interface AuthorizationServer {
  readonly register: () => Promise<EmbedAuthorization>;
  readonly read: () => Promise<EmbedAuthorization>;
  readonly cancel: (reason: EmbedAuthorizationCancel['reason']) => Promise<EmbedAuthorization>;
  /** Hear what the stream tells of authorizations. */
  readonly listeners: Set<(news: EmbedAuthorization) => void>;
}

// All in milliseconds.
const beat = 250;
/** Between two looks at the server: the stream is quicker, and this is for when there is none. */
const lookInterval = 3_000;
/** How long a window is given to open our page before it counts as blocked. */
const blockedAfter = 1_500;
/** How long a window that is there may take to do so before the frame says that one goes on there. */
const shownAfter = 700;
/** How long after it was opened a window that seems closed may only be hidden by the provider's own opener policy. */
const hiddenWithin = 5_000;
/** How long a window that was closed later is waited for: its outcome may be on the way. */
const closedAfter = 3_000;

/**
 * An authorization in a window of its own, as seen from the frame. The window itself tells nothing: `window.open` gives
 * null where the host's opener policy hides a window that is there, and `closed` turns true where the provider's does.
 * So the server's word decides what happened, which comes by the stream and is asked for besides; the window only says
 * when to ask.
 */
export class Authorization extends Changing {
  readonly id: string;
  readonly #server: AuthorizationServer;
  #popup: Popup | undefined;
  #phase: AuthorizationPhase = 'opening';
  #status: EmbedAuthorization['status'] = 'waiting';
  #error: ApiError | undefined;
  #connection: string | null = null;
  /** When the server took it; until then nothing can have opened. */
  #registeredAt = Infinity;
  #openedAt = Infinity;
  #goneAt: number | undefined;
  #lookAt = Infinity;
  #looking = false;
  #over = false;
  #seen = false;
  readonly #timer: ReturnType<typeof setInterval>;

  /** Begins it at once. `popup`: the window that was opened for it in the click. */
  constructor(id: string, popup: Popup | undefined, server: AuthorizationServer) {
    super();
    this.id = id;
    this.#popup = popup;
    this.#server = server;
    server.listeners.add(this.#take);
    this.#timer = setInterval(() => this.#beat(), beat);
    void this.#register();
  }

  get phase(): AuthorizationPhase {
    return this.#phase;
  }

  /** Why it failed, or that it was blocked. */
  get error(): ApiError | undefined {
    return this.#error;
  }

  /** Id of the connection that came out. */
  get connection(): string | null {
    return this.#connection;
  }

  /** Where its window begins. */
  get path(): string {
    return startPath(this.id);
  }

  /** The same, for whoever opens it by hand. */
  get address(): string {
    return this.path;
  }

  /** Whether there is a window that can be brought to the front. */
  get canShow(): boolean {
    return this.#popup?.closed === false;
  }

  /** Brings the window to the front. */
  show(): void {
    this.#popup?.focus();
  }

  /** Goes on with another window, opened in a click: the same authorization, in the same browser. */
  reopened(popup: Popup | undefined): void {
    this.#popup = popup;
    this.#goneAt = undefined;
    this.#seen = false;
    this.changed();
  }

  /** Gives it up, unless its outcome is decided already. */
  async cancel(): Promise<void> {
    const blocked = this.#phase === 'blocked';
    this.#popup?.close();
    try {
      const news = this.#server.cancel(blocked ? 'popup_blocked' : 'popup_closed');
      // That it is blocked was said when it was: what comes of it now, nobody waits for.
      if (blocked) this.#finish('failed', undefined);
      this.#take(await news);
    } catch (error) {
      if (!blocked) this.#fail(error);
    }
  }

  /** Follows it no longer. What the server makes of it shows in the connection. */
  end(): void {
    clearInterval(this.#timer);
    this.#server.listeners.delete(this.#take);
  }

  async #register(): Promise<void> {
    try {
      const news = await this.#server.register();
      this.#registeredAt = Date.now();
      this.#lookAt = this.#registeredAt + lookInterval;
      this.#take(news);
    } catch (error) {
      this.#popup?.close();
      this.#fail(error);
    }
  }

  readonly #take = ({ id, status, error, connection }: EmbedAuthorization): void => {
    if (id !== this.id || this.#over || status === 'waiting') return;
    this.#status = status;
    this.#connection = connection;
    if (status === 'connected') this.#finish('connected', undefined);
    else if (status === 'failed') {
      this.#fail(error instanceof ApiError ? error : new ApiError(error ?? { code: 'authorization_failed' }));
    } else {
      this.#openedAt = Math.min(this.#openedAt, Date.now());
      if (this.#phase !== 'failed') this.#set('elsewhere', undefined);
    }
  };

  #beat(): void {
    const now = Date.now();
    const shown = this.canShow;
    const gone = !shown && this.#goneAt === undefined;
    if (gone) {
      this.#goneAt = now;
      // It may have closed because all is done.
      this.#lookAt = Math.min(this.#lookAt, now);
      this.changed();
    }
    this.#seen ||= shown;
    if (shown && this.#phase === 'opening' && now - this.#registeredAt > shownAfter) this.#set('elsewhere', undefined);
    if (now >= this.#lookAt || this.#doubtful(now)) void this.#look();
  }

  /** Whether the window seems not to be there in a way that must be told, should the server know nothing better. */
  #doubtful(now: number): boolean {
    if (this.#goneAt === undefined || this.#phase === 'failed' || this.#phase === 'blocked') return false;
    if (this.#status === 'waiting') return now - this.#registeredAt > (this.#seen ? 0 : blockedAfter);
    return this.#goneAt - this.#openedAt > hiddenWithin && now - this.#goneAt > closedAfter;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      this.#take(await this.#server.read());
      if (this.#doubtful(Date.now())) await this.#conclude();
    } catch (error) {
      // The network, or a session that is being renewed, may come back; what the server does not know will not.
      if (error instanceof ApiError && !error.retryable && !error.isSessionEnd) this.#fail(error);
    } finally {
      this.#looking = false;
      this.#lookAt = Date.now() + lookInterval;
    }
  }

  async #conclude(): Promise<void> {
    if (this.#status === 'opened') {
      // Pages that hide themselves late look the same, so the server goes on waiting, and so does this.
      this.#set('failed', new ApiError({ code: 'popup_closed' }, 'closed'));
    } else if (this.#seen) {
      this.#take(await this.#server.cancel('popup_closed'));
    } else {
      this.#set('blocked', new ApiError({ code: 'popup_blocked' }, 'blocked'));
    }
  }

  #fail(error: unknown): void {
    this.#finish('failed', error instanceof ApiError ? error : undefined);
  }

  #finish(phase: 'failed' | 'connected', error: ApiError | undefined): void {
    this.#over = true;
    this.end();
    this.#set(phase, error);
  }

  #set(phase: AuthorizationPhase, error: ApiError | undefined): void {
    this.#phase = phase;
    this.#error = error;
    this.changed();
  }
}
