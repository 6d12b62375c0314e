import type { Scope } from './scope.ts';

/** How long (in milliseconds) a page may take to say its first word. */
const answerTime = 10_000;

export interface PageEvents {
  /** The page does not answer; `cause` says why, as far as can be told. */
  lost(cause: string): void;
  /** The document in the iframe is another one, silent so far; `empty`: it is none at all, and will never speak. */
  replaced(empty: boolean): void;
}

/** The page in the iframe, as far as the host can tell from outside. */
export interface Page {
  /** Not asked for yet, asked for, heard of, usable, or without an answer. */
  readonly state: 'none' | 'addressed' | 'heard' | 'ready' | 'lost';
  readonly load: (url: URL) => void;
  /** A new document said its first word. */
  readonly began: () => void;
  /** The document said something. */
  readonly heard: () => void;
  readonly ready: () => void;
}

/** Watches over what is loaded in `iframe`, and shows it as soon as there is something to see. */
export function createPage(window: Window, iframe: HTMLIFrameElement, scope: Scope, events: PageEvents): Page {
  let state: Page['state'] = 'none';
  let origin: string;
  /** First words heard less `load` events: a document's first word comes before or after its `load`. */
  let balance = 0;
  let cancel = () => {};

  function awaitAnswer(): void {
    state = 'addressed';
    cancel();
    cancel = scope.after(answerTime, () =>
      lose(
        `Probable causes: ${window.location.origin}, or a page around it, is no embedding origin of the customer; ` +
          `this page's Content-Security-Policy lacks ${origin} in frame-src; a sandbox around this page lacks ` +
          `allow-scripts or allow-same-origin; ${origin} cannot be reached.`,
      ),
    );
  }

  function lose(cause: string): void {
    heard();
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
    // When an iframe is moved in the host's page, its document is lost and the empty one left behind.
    const empty = isEmpty(iframe);
    if (state === 'none' || (empty && state === 'addressed')) return;
    show();
    balance -= 1;
    if (balance < 0 && (state === 'heard' || state === 'ready')) {
      awaitAnswer();
      events.replaced(empty);
    }
  }

  function violated({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent): void {
    if (state !== 'addressed' || !blockedURI.startsWith(origin)) return;
    lose(`Add ${origin} to ${effectiveDirective} in this page's Content-Security-Policy.`);
  }

  scope.listen(iframe, 'load', loaded);
  scope.listen(window.document, 'securitypolicyviolation', violated);
  return {
    get state() {
      return state;
    },
    load(url) {
      const inside = iframe.contentWindow;
      if (inside === null) return lose('It was mounted outside of the document.');
      origin = url.origin;
      balance = 0;
      awaitAnswer();
      // Not by `src`, where the link would stay to be read; nor does this way leave a step in the tab's history.
      inside.location.replace(url.href);
    },
    began() {
      balance = Math.min(balance, 0) + 1;
      state = 'heard';
      heard();
    },
    heard,
    ready() {
      state = 'ready';
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
