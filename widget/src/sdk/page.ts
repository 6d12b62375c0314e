import type { Clock } from './clock.ts';

/** How long (in milliseconds) a page may take to say its first word. */
const answerTime = 10_000;

export interface PageEvents {
  /** The page does not answer; `cause` says why, as far as can be told. */
  lost(cause: string): void;
  /** The page is gone for good (the iframe was moved in the document): it must be loaded again. */
  emptied(): void;
  /** The document in the iframe is another one, and has not said a word. */
  replaced(): void;
}

/** The page in the iframe, as far as the host can tell from outside. */
export interface Page {
  /** Not asked for yet, asked for, heard of, usable, or without an answer. */
  readonly state: 'none' | 'addressed' | 'heard' | 'ready' | 'lost';
  load(url: string): void;
  /** A new document said its first word. */
  began(): void;
  /** The document said something. */
  heard(): void;
  ready(): void;
  destroy(): void;
}

/** Watches over what is loaded in `iframe`, and shows it as soon as there is something to see. */
export function createPage(window: Window, iframe: HTMLIFrameElement, clock: Clock, events: PageEvents): Page {
  const { document } = window;
  let state: Page['state'] = 'none';
  let origin = '';
  /** Whether the document in the iframe spoke before its `load` event. */
  let began = false;
  let cancel = () => {};

  function awaitAnswer(): void {
    state = 'addressed';
    cancel();
    cancel = clock.after(answerTime, () => lose(probableCauses(window, origin)));
  }

  function lose(cause: string): void {
    cancel();
    show();
    state = 'lost';
    events.lost(cause);
  }

  function show(): void {
    iframe.style.visibility = '';
  }

  function heard(): void {
    cancel();
    show();
    if (state !== 'ready') state = 'heard';
  }

  function loaded(): void {
    const alive = state === 'heard' || state === 'ready';
    if (state !== 'none') show();
    if (alive && isEmpty(iframe)) {
      state = 'lost';
      events.emptied();
    } else if (alive && !began) {
      awaitAnswer();
      events.replaced();
    }
    began = false;
  }

  function violated({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent): void {
    if (state !== 'addressed' || !blockedURI.startsWith(origin)) return;
    lose(`This page's Content-Security-Policy refuses it: add ${origin} to ${effectiveDirective}.`);
  }

  iframe.addEventListener('load', loaded);
  document.addEventListener('securitypolicyviolation', violated);
  return {
    get state() {
      return state;
    },
    load(url) {
      const inside = iframe.contentWindow;
      if (inside === null) return lose('The element it was mounted in is not in the document.');
      ({ origin } = new URL(url));
      began = false;
      awaitAnswer();
      // Not by `src`, where the link would stay to be read; nor does this way leave a step in the tab's history.
      inside.location.replace(url);
    },
    began() {
      began = true;
      state = 'heard';
      heard();
    },
    heard,
    ready() {
      heard();
      state = 'ready';
    },
    destroy() {
      cancel();
      iframe.removeEventListener('load', loaded);
      document.removeEventListener('securitypolicyviolation', violated);
    },
  };
}

/** Says whether the empty document is in the iframe: the only one whose address the host can read. */
function isEmpty(iframe: HTMLIFrameElement): boolean {
  try {
    return iframe.contentWindow?.location.href === 'about:blank';
  } catch {
    return false;
  }
}

function probableCauses(window: Window, origin: string): string {
  return [
    `Probable causes: ${window.location.origin} is not among the customer's embedding origins (frame-ancestors)`,
    `this page's Content-Security-Policy lacks ${origin} in frame-src`,
    'an outer iframe is sandboxed without allow-scripts and allow-same-origin',
    `${origin} cannot be reached, or its certificate is not trusted`,
    'this page was framed itself by a page that is no embedding origin.',
  ].join('; ');
}
