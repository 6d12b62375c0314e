import type { EmbedAuthorization, EmbedSession, FrameConfig } from '@inlay/shared/embed-api';
import { ApiError } from './api/api-error.ts';
import { Connectivity } from './api/connectivity.ts';
import { EmbedApi, endSession } from './api/embed-api.ts';
import { Transport } from './api/transport.ts';
import { Changing } from './changing.ts';
import type { Entry } from './entry.ts';
import { ErrorReports } from './error-reports.ts';
import type { HostLine } from './host-channel/types.ts';
import { Locale } from './i18n/locale.ts';
import { LiveUpdates } from './live/live-updates.ts';
import { readNews } from './live/stream-events.ts';
import type { StreamEvent } from './live/sse-parser.ts';
import { Router } from './router.ts';
import { Session } from './session/session.ts';
import type { Opening } from './start.ts';
import { Store } from './store.ts';

/**
 * The frame's application without its elements: session, data, history and the line to the host, and how they move each
 * other. Elements watch its parts and call it; they hold nothing but what is being typed.
 */
export class Frame extends Changing {
  readonly locale: Locale;
  /** Resolves when it speaks the language of its page, or must do with English. */
  readonly spoken: Promise<void>;
  readonly connectivity: Connectivity;
  readonly transport: Transport;
  readonly session: Session;
  readonly api: EmbedApi;
  readonly store: Store;
  readonly router: Router;
  readonly errors: ErrorReports;
  /** How its session begins. */
  readonly entry: Entry;
  /** Hear what the server tells of authorizations. */
  readonly authorizationListeners = new Set<(news: EmbedAuthorization) => void>();
  readonly #line: HostLine;
  readonly #live: LiveUpdates;
  readonly #measure: () => number;
  #announcement = '';
  #ready = false;
  /** The height that the host was told last; `undefined` until somebody was admitted or refused. */
  #toldHeight: number | undefined;

  constructor(
    window: Window & typeof globalThis,
    config: FrameConfig,
    { line, entry, keepsAddress }: Opening,
    measure: () => number,
  ) {
    super();
    this.#line = line;
    this.#measure = measure;
    this.locale = new Locale(window.document.documentElement);
    this.spoken = this.locale.speak(config.locale);
    this.connectivity = new Connectivity(window);
    this.errors = new ErrorReports(this.locale, (payload) => line.emit('error', payload));
    const { connectivity } = this;
    const transport = (this.transport = new Transport({
      fetch: window.fetch.bind(window),
      connectivity,
      locale: () => this.locale.tag,
    }));
    this.session = new Session(
      {
        redeem: (token, path) => this.entry.redeem(token, path),
        release: (token) => endSession(transport, token),
        requestRenewal: (reason) => this.entry.renew(reason),
        opened: (session, fresh) => void this.#opened(session, fresh),
        ended: (reason) => this.#ended(reason),
      },
      config.origins,
    );
    const api = (this.api = new EmbedApi(transport, this.session));
    this.store = new Store(api, (change) => line.emit('connectionStatusChange', change));
    this.router = new Router(window, config.path, keepsAddress);
    this.entry = entry(this);
    this.#live = new LiveUpdates({
      open: (lastEventId, signal) => api.events(lastEventId, signal),
      refresh: () => this.store.refresh(),
      onEvent: (event) => this.#heard(event),
    });
    this.#wire(window);
  }

  /** What a screen reader should say next. */
  get announcement(): string {
    return this.#announcement;
  }

  /** Fetches what is shown; the page is ready when it is there, and the language too. */
  async load(): Promise<void> {
    const [loaded] = await Promise.all([this.store.load(), this.spoken]);
    if (this.store.error) {
      this.errors.report(this.store.error);
      this.#startHeights();
    }
    if (!loaded || this.#ready) return;
    this.#ready = true;
    setTimeout(() => {
      this.#line.emit('ready', { path: this.router.page.path, locale: this.locale.tag });
      this.#startHeights();
    });
  }

  /** Has a screen reader say `text`. */
  announce(text: string): void {
    this.#announcement = text;
    this.changed();
  }

  /** Has everything rendered again, as something changed that is shown. */
  refresh(): void {
    this.changed();
  }

  /** Tells the host the height of the content, in whole CSS pixels. */
  tellHeight(height: number): void {
    if (this.#toldHeight === undefined || this.#toldHeight === height) return;
    this.#toldHeight = height;
    this.#line.emit('heightChange', { height });
  }

  /**
   * Begins to tell heights, with the one that there is now: browsers do not observe a frame that is out of sight, which
   * would else jump when it is scrolled to.
   */
  #startHeights(): void {
    if (this.#toldHeight !== undefined) return;
    this.#toldHeight = 0;
    const height = Math.ceil(this.#measure() - 0.01);
    if (height > 0) this.tellHeight(height);
  }

  /** Tells the host that the person is done, and shows the list. */
  finish(path: string): void {
    this.router.go(path, { replaced: true });
    this.#line.emit('close', {});
  }

  #wire(window: Window): void {
    this.router.watch(() => {
      this.#line.emit('navigated', { path: this.router.page.path, replaced: this.router.arrival.replaced });
    });
    this.session.watch(() => {
      const { closed, error } = this.session;
      if (!closed) return;
      this.#live.stop();
      if (error) this.errors.report(error);
      this.#startHeights();
    });
    window.addEventListener('online', () => this.#live.nudge());
    window.document.addEventListener('visibilitychange', () => {
      if (window.document.visibilityState === 'visible') this.#live.nudge();
    });
  }

  async #opened(session: EmbedSession, fresh: boolean): Promise<void> {
    const first = !this.store.loaded;
    this.#line.setSession(session.id);
    if (fresh && !first) {
      this.#ready = false;
      this.store.clear();
    }
    if (fresh) this.router.go(session.path, { replaced: true });
    if (!this.#ready || !this.store.loaded) await this.load();
    this.#live.start(fresh);
  }

  #ended(reason: 'expired' | 'revoked' | 'replaced'): void {
    this.#line.emit('sessionEnded', { reason });
    this.#line.setSession(null);
    this.#ready = false;
  }

  #heard(event: StreamEvent): void {
    const news = readNews(event);
    if (news?.type === 'connectionStatusChange') void this.store.follow(news.payload).catch(() => undefined);
    if (news?.type === 'authorization') for (const listener of this.authorizationListeners) listener(news.payload);
    if (news?.type !== 'sessionEnded' || this.session.phase !== 'open') return;
    const code = news.revoked ? 'session_revoked' : 'session_expired';
    void this.session.renew(new ApiError({ code }), this.session.grant().token);
  }
}
