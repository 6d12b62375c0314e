import type { EmbedAuthorization, EmbedSession, FrameConfig } from '@inlay/shared/embed-api';
import { ApiError } from './api/api-error.ts';
import { Connectivity } from './api/connectivity.ts';
import { EmbedApi, endSession, redeem } from './api/embed-api.ts';
import { Transport } from './api/transport.ts';
import { parseLink } from './boot.ts';
import { Changing } from './changing.ts';
import { ErrorReports } from './error-reports.ts';
import type { HostChannel } from './host-channel/types.ts';
import { Locale } from './i18n/locale.ts';
import { LiveUpdates } from './live/live-updates.ts';
import { readNews } from './live/stream-events.ts';
import type { StreamEvent } from './live/sse-parser.ts';
import { Router } from './router.ts';
import { Session } from './session/session.ts';
import { Store } from './store.ts';
import { applyTheme } from './theme.ts';

/**
 * The frame's application without its elements: session, data, history and the line to the host, and how they move each
 * other. Elements watch its parts and call it; they hold nothing but what is being typed.
 */
export class Frame extends Changing {
  readonly locale: Locale;
  readonly connectivity: Connectivity;
  readonly session: Session;
  readonly api: EmbedApi;
  readonly store: Store;
  readonly router: Router;
  readonly errors: ErrorReports;
  /** Hear what the server tells of authorizations. */
  readonly authorizationListeners = new Set<(news: EmbedAuthorization) => void>();
  readonly #channel: HostChannel;
  readonly #live: LiveUpdates;
  readonly #root: HTMLElement;
  readonly #origin: string;
  readonly #config: FrameConfig;
  readonly #measure: () => number;
  #token: string | undefined;
  #announcement = '';
  #ready = false;
  /** The height that the host was told last; `undefined` until somebody was admitted or refused. */
  #toldHeight: number | undefined;

  constructor(
    window: Window & typeof globalThis,
    config: FrameConfig,
    token: string | undefined,
    channel: HostChannel,
    measure: () => number,
  ) {
    super();
    this.#root = window.document.documentElement;
    this.#origin = window.location.origin;
    this.#config = config;
    this.#token = token;
    this.#channel = channel;
    this.#measure = measure;
    this.locale = new Locale(this.#root);
    this.connectivity = new Connectivity(window);
    this.errors = new ErrorReports(this.locale, (payload) => channel.emit('error', payload));
    const { connectivity } = this;
    const transport = new Transport({ fetch: window.fetch.bind(window), connectivity, locale: () => this.locale.tag });
    this.session = new Session(
      {
        redeem: (token, path) => redeem(transport, token, path),
        release: (token) => endSession(transport, token),
        requestRenewal: (reason) => channel.requestRenewal(reason),
        opened: (session, fresh) => void this.#opened(session, fresh),
        ended: (reason) => this.#ended(reason),
      },
      config.origins,
    );
    const api = (this.api = new EmbedApi(transport, this.session));
    this.store = new Store(api, (change) => channel.emit('connectionStatusChange', change));
    this.router = new Router(window, config.path);
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

  /** Redeems the link, which spends it. */
  async open(): Promise<void> {
    const token = this.#token;
    this.#token = undefined;
    await this.session.open(token ?? '', this.#config.path);
  }

  /** Fetches what is shown; the page is ready when it is there. */
  async load(): Promise<void> {
    const loaded = await this.store.load();
    if (this.store.error) {
      this.errors.report(this.store.error);
      this.#startHeights();
    }
    if (!loaded || this.#ready) return;
    this.#ready = true;
    setTimeout(() => {
      this.#channel.emit('ready', { path: this.router.page.path, locale: this.locale.tag });
      this.#startHeights();
    });
  }

  /** Has a screen reader say `text`. */
  announce(text: string): void {
    this.#announcement = text;
    this.changed();
  }

  /** Tells the host the height of the content, in whole CSS pixels. */
  tellHeight(height: number): void {
    if (this.#toldHeight === undefined || this.#toldHeight === height) return;
    this.#toldHeight = height;
    this.#channel.emit('heightChange', { height });
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
    this.#channel.emit('close', {});
  }

  #wire(window: Window): void {
    const channel = this.#channel;
    channel.onCommand('navigate', ({ path }) => void this.router.go(path));
    channel.onCommand('theme', ({ theme }) => applyTheme(this.#root, theme));
    channel.onCommand('locale', ({ locale }) => void this.locale.speak(locale));
    channel.onCommand('renew', ({ link }) => void this.#renew(link));
    channel.onCommand('close', () => {
      this.session.leave();
      this.store.clear();
    });
    this.router.watch(() => {
      channel.emit('navigated', { path: this.router.page.path, replaced: this.router.arrival.replaced });
    });
    this.session.watch(() => {
      const { phase, error } = this.session;
      if (phase !== 'refused' && phase !== 'ended') return;
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
    this.#channel.setSession(session.id);
    if (fresh && !first) {
      this.#ready = false;
      this.store.clear();
      this.router.go(session.path, { replaced: true });
    }
    if (!this.#ready || !this.store.loaded) await this.load();
    this.#live.start(fresh);
  }

  #ended(reason: 'expired' | 'revoked' | 'replaced'): void {
    this.#channel.emit('sessionEnded', { reason });
    this.#channel.setSession(null);
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

  async #renew(link: string): Promise<void> {
    const channel = this.#channel;
    const parsed = parseLink(link, this.#origin);
    if (!parsed) return channel.replyRenewFailed({ code: 'token_missing', requestId: null, retryable: false });
    try {
      channel.replyRenewed((await this.session.accept(parsed.token, parsed.path)).id);
    } catch (error) {
      const { code, requestId, retryable } =
        error instanceof ApiError ? error : new ApiError({ code: 'internal_error' });
      channel.replyRenewFailed({ code, requestId: requestId || null, retryable });
    }
  }
}
