/**
 * What the host SDK offers to a page: the declarations of `@inlay/widget/host` and of the global `inlay`. This file
 * stands by itself, so that it can be shipped as it is; a test holds it together with the code and with the messages.
 */

/** Answer of `getLink`: a fresh direct link, or an object that carries it (as the partner API's answer does). */
export type LinkAnswer = string | { readonly url: string };

/** How a frame is mounted. */
export interface MountOptions {
  /**
   * Asks the host's own backend for a fresh direct link. It is called at mount and whenever the session must be
   * renewed; a link is used at once and never kept. A rejection is tried again, 1 to 60 seconds later.
   */
  readonly getLink: () => LinkAnswer | Promise<LinkAnswer>;
  /** Page to open where the link names none; default `/embedded/connections`. */
  readonly path?: string | undefined;
  /** Colours; default: what the link says, else `auto`. */
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  /** BCP 47 tag of the language to speak; default: what the link says, else the browser's. */
  readonly locale?: string | undefined;
  /** `auto` follows the content; a number is a height in CSS pixels. Default `auto`. */
  readonly height?: 'auto' | number | undefined;
  /** Accessible name of the iframe; default: the word for connections in the frame's language. */
  readonly title?: string | undefined;
}

/** The options that may change while a frame lives. */
export type FrameChanges = Pick<MountOptions, 'theme' | 'locale' | 'height' | 'title'>;

/** Status of a connection. */
export type ConnectionStatus = 'disconnected' | 'connecting' | 'connected' | 'expired' | 'error';

/** Events of a frame, with the payload of each. */
export interface HostEvents {
  /** The page can be used. */
  ready: { readonly path: string; readonly locale: string };
  /** Height of the content in CSS pixels. */
  heightChange: { readonly height: number };
  /** The status of a connection changed, wherever the change came from. */
  connectionStatusChange: {
    readonly id: string;
    readonly externalId: string | null;
    readonly provider: string;
    readonly connected: boolean;
    readonly status: ConnectionStatus;
    readonly error?: string;
  };
  /**
   * Something went wrong. `code` is one of the documented error codes, or one of the SDK's own: `link_unavailable`,
   * `link_invalid`, `link_refused`, `frame_unreachable`. `retryable` says that a fresh link may help; where the SDK
   * asks for one by itself, it does so already.
   */
  error: {
    readonly code: string;
    readonly message?: string;
    readonly requestId: string | null;
    readonly retryable?: boolean;
  };
  /** The frame's path changed. */
  navigated: { readonly path: string; readonly replaced: boolean };
  /** The session is over. */
  sessionEnded: { readonly reason: 'expired' | 'revoked' | 'replaced' };
  /** The person is done. */
  close: Record<string, never>;
}

export type HostEventType = keyof HostEvents;

/** A mounted frame. Its functions need no `this`. */
export interface InlayFrame {
  /** Listens to an event; returns what ends the listening. */
  readonly on: <T extends HostEventType>(type: T, listener: (payload: HostEvents[T]) => void) => () => void;
  /** Shows another page. */
  readonly navigate: (path: string) => void;
  /** Changes colours, language, height or title without a reload. */
  readonly update: (changes: FrameChanges) => void;
  /** Renews the session with a fresh link, now. */
  readonly renew: () => void;
  /** Takes the frame away, and every listener, timer and port with it. */
  readonly destroy: () => void;
}

/**
 * Puts a frame into `target`, an element or a selector. Throws a `TypeError` where there is no such element or
 * `getLink` is no function; whatever goes wrong later is an `error` event.
 */
export declare function mount(target: Element | string, options: MountOptions): InlayFrame;

/**
 * `<inlay-frame>`: the same frame as an element. Set the property `getLink`; the frame is mounted once it is set and
 * the element is in the document, and taken away with it.
 *
 * Attributes: `path`, `theme`, `locale`, `height` (`auto` or CSS pixels), `title`. All may change at any time.
 * Events: each of `HostEvents` as a `CustomEvent` whose `detail` is the payload; they do not bubble.
 */
export interface InlayFrameElement extends HTMLElement {
  getLink: MountOptions['getLink'] | undefined;
  /** The mounted frame, to navigate or renew; `undefined` while there is none. */
  readonly frame: InlayFrame | undefined;
  addEventListener<T extends HostEventType>(
    type: T,
    listener: (this: InlayFrameElement, event: CustomEvent<HostEvents[T]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'inlay-frame': InlayFrameElement;
  }
}
