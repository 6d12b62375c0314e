import { browserClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { createEmitter } from './emitter.ts';
import type { HostEvents, InlayFrame, MountOptions } from './host-api.d.ts';
import { createIframe, dress } from './iframe.ts';
import type { Appearance } from './iframe.ts';
import { createLine } from './line.ts';
import type { FrameEvent, PortReply } from './line.ts';
import { withHints } from './link.ts';
import { createPage } from './page.ts';
import { createRenewal } from './renewal.ts';
import { watchWakefulness } from './wakefulness.ts';

/** How long (in milliseconds) a live frame may take to say what became of a link. */
const renewTime = 10_000;
/** Codes that a fresh link mends. */
const mended = /^(?:token_expired|jti_reused|session_missing|session_expired)$/;
/** Codes of an error page that pass by themselves. */
const passing = /^(?:rate_limited|service_unavailable|internal_error)$/;

/** A frame, with what `<inlay-frame>` needs besides. */
export interface FrameHandle extends InlayFrame {
  /** Applies options that may change while the frame lives. */
  readonly update: (changes: Appearance) => void;
}

/** Mounts a frame: `mount` of the public interface, with window and clock to be chosen by tests. */
export function createFrame(
  target: Element,
  options: MountOptions,
  window: Window = globalThis.window,
  clock: Clock = browserClock,
): FrameHandle {
  const { on, emit, clear } = createEmitter();
  let appearance: Appearance = options;
  /** Where the frame is, or is to be. */
  let path = options.path;
  /** A page to show as soon as there is a port to ask for it on. */
  let wanted: string | undefined;
  let origin = '';
  let cancelRenew = () => {};

  const iframe = createIframe(window.document, options);
  const page = createPage(window, iframe, clock, {
    lost(cause) {
      renewal.unanswered();
      const message = `The frame did not answer. ${cause}`;
      emit('error', { code: 'frame_unreachable', message, requestId: null, retryable: true });
    },
    emptied() {
      line.drop();
      renewal.needed();
    },
    replaced: () => line.drop(),
  });
  const line = createLine(window, iframe, { began: () => page.began(), connected, event: receive, reply });
  const renewal = createRenewal({
    getLink: options.getLink,
    deliver,
    fail: (error) => emit('error', error),
    online: () => window.navigator.onLine,
    clock,
  });
  const stopWatching = watchWakefulness(window, clock, {
    back: () => (page.state === 'lost' ? renewal.force() : renewal.hurry()),
    backAfterAbsence: () => (page.state === 'none' ? renewal.hurry() : renewal.force()),
  });

  function deliver(link: URL): void {
    cancelRenew();
    if (link.origin === origin && page.state === 'ready' && line.send('renew', { link: link.href })) {
      // A port whose other end is gone takes messages and gives none: then the page is loaded anew.
      cancelRenew = clock.after(renewTime, () => {
        line.drop();
        renewal.force();
      });
      return;
    }
    ({ origin } = link);
    line.expect(origin);
    page.load(withHints(link, { ...appearance, path }));
  }

  function connected(): void {
    // What changed since the mount is not in the link.
    const { theme, locale } = appearance;
    if (theme !== options.theme && theme !== undefined) line.send('theme', { theme });
    if (locale !== options.locale && locale !== undefined) line.send('locale', { locale });
    if (wanted !== undefined && line.send('navigate', { path: wanted })) wanted = undefined;
  }

  function receive(event: FrameEvent): void {
    if (event.type === 'error') return receiveError(event.payload);
    page.heard();
    if (event.type === 'ready') {
      page.ready();
      renewal.succeeded();
    }
    if (event.type === 'ready' || event.type === 'navigated') ({ path } = event.payload);
    if (event.type === 'heightChange' && typeof appearance.height !== 'number') {
      iframe.style.height = `${event.payload.height}px`;
    }
    emit(event.type, event.payload);
  }

  function receiveError(error: HostEvents['error']): void {
    page.heard();
    const live = page.state === 'ready';
    const passes = !live && passing.test(error.code);
    // The link may be bound to the page it was made for, and the person may have been on another.
    const strayed = !live && error.code === 'path_invalid' && path !== options.path;
    if (strayed) path = options.path;
    const again = passes || strayed || mended.test(error.code);
    if (again) needLink(passes);
    else if (!live) renewal.stop();
    emit('error', { ...error, retryable: again || error.retryable === true });
  }

  function needLink(passes = false): void {
    // A live frame that was given a link tells what became of it: until then its complaints are about the past.
    if (page.state !== 'ready' || !renewal.pending) renewal.needed(passes);
  }

  function reply({ type, payload }: PortReply): void {
    if (type === 'renewNeeded') return needLink();
    cancelRenew();
    if (type === 'renewed') return renewal.succeeded();
    const retryable = payload.retryable || mended.test(payload.code);
    if (retryable) renewal.needed();
    else renewal.stop();
    emit('error', { code: payload.code, requestId: payload.requestId, retryable });
  }

  target.append(iframe);
  renewal.force();

  return {
    on,
    navigate(next) {
      path = next;
      if (!line.send('navigate', { path: next })) wanted = next;
    },
    renew: () => renewal.force(),
    update(changes) {
      appearance = { ...appearance, ...changes };
      dress(iframe, appearance);
      if (changes.theme !== undefined) line.send('theme', { theme: changes.theme });
      if (changes.locale !== undefined) line.send('locale', { locale: changes.locale });
    },
    destroy() {
      clear();
      renewal.destroy();
      stopWatching();
      cancelRenew();
      page.destroy();
      line.destroy();
      iframe.remove();
    },
  };
}
