import type { FrameChanges, HostEvents, HostEventType, InlayFrame, MountOptions } from './host-api.d.ts';
import { createIframe, dress } from './iframe.ts';
import { createLine } from './line.ts';
import type { FrameEvent, PortReply } from './line.ts';
import { withHints } from './link.ts';
import { createPage } from './page.ts';
import { createRenewal } from './renewal.ts';
import { createScope } from './scope.ts';
import { watchWakefulness } from './wakefulness.ts';

/** How long (in milliseconds) a live frame may take to say what became of a link. */
const renewTime = 10_000;
/** Codes that a fresh link mends. */
const mended = /^(?:token_expired|jti_reused|session_missing|session_expired)$/;
/** Codes of an error page that pass by themselves. */
const passing = /^(?:rate_limited|service_unavailable|internal_error)$/;

/**
 * Mounts a frame: `mount` of the public interface, with a window to be chosen by tests. Its events are dispatched at
 * `events`, each a `CustomEvent` with the payload as its `detail`.
 */
export function createFrame(
  target: Element,
  options: MountOptions,
  events: EventTarget = new EventTarget(),
  window: Window = globalThis.window,
): InlayFrame {
  const scope = createScope();
  let appearance: FrameChanges = options;
  /** Where the frame is, or is to be. */
  let path = options.path;
  /** A page to show as soon as there is a port to ask for it on. */
  let wanted: string | undefined;
  let origin = '';
  /** Whether the link under way was given to a live frame. */
  let renewing = false;
  let cancelRenew = () => {};

  const iframe = createIframe(window.document, options);
  const emit = <T extends HostEventType>(type: T, detail: HostEvents[T]) =>
    events.dispatchEvent(new CustomEvent(type, { detail }));
  const fail = (code: string, message: string, retryable: boolean) =>
    void emit('error', { code, message, requestId: null, retryable });
  const page = createPage(window, iframe, scope, {
    lost: (cause) => fail('frame_unreachable', `The frame did not answer. ${cause}`, true),
    replaced(empty) {
      line.drop();
      if (empty) renewal.needed();
    },
  });
  const line = createLine(window, iframe, scope, { began, connected, event: receive, reply });
  const { getLink } = options;
  const renewal = createRenewal({ getLink, deliver, fail, online: () => window.navigator.onLine, scope });
  watchWakefulness(window, scope, (long) => {
    if (page.state === 'lost' || (long && page.state !== 'none')) renewal.force();
    else renewal.hurry();
  });

  function deliver(link: URL): void {
    cancelRenew();
    renewing = link.origin === origin && line.send('renew', { link: link.href });
    if (renewing) {
      // A port whose other end is gone takes messages and gives none: then the page is loaded anew.
      cancelRenew = scope.after(renewTime, () => {
        line.drop();
        renewal.force();
      });
      return;
    }
    ({ origin } = link);
    line.expect(origin);
    page.load(withHints(link, { ...appearance, path }));
  }

  function began(): void {
    answered();
    page.began();
  }

  /** The live frame told what became of the link, or is no more. */
  function answered(): void {
    cancelRenew();
    renewing = false;
  }

  function connected(): void {
    dictate(appearance);
    if (wanted !== undefined && line.send('navigate', { path: wanted })) wanted = undefined;
  }

  function dictate({ theme, locale }: FrameChanges): void {
    if (theme) line.send('theme', { theme });
    if (locale) line.send('locale', { locale });
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

  /** `live`: the page goes on; otherwise the error is the fate of the link. */
  function receiveError(error: HostEvents['error'], live = page.state === 'ready'): void {
    page.heard();
    const { code } = error;
    // A refusal's page tells no height: room for what it says to the person and to the engineer.
    if (!live) iframe.style.height ||= '360px';
    const passes = !live && passing.test(code);
    // The link may be bound to the page it was made for, and the person may have been on another.
    const strayed = !live && code === 'path_invalid' && path !== options.path;
    if (strayed) path = options.path;
    const again = passes || strayed || mended.test(code);
    emit('error', { ...error, retryable: again || error.retryable === true });
    // A live frame that was given a link tells its fate: until then its complaints are about the past.
    if (again && !renewing) renewal.needed(passes);
  }

  function reply({ type, payload }: PortReply): void {
    if (type === 'renewNeeded') {
      if (!renewing) renewal.needed();
      return;
    }
    answered();
    if (type === 'renewed') renewal.succeeded();
    else receiveError(payload, false);
  }

  target.append(iframe);
  renewal.force();

  return {
    on(type, listener) {
      return scope.listen(events, type, ({ detail }: CustomEvent) => listener(detail as HostEvents[typeof type]));
    },
    navigate(next) {
      path = next;
      if (!line.send('navigate', { path: next })) wanted = next;
    },
    renew: () => renewal.force(),
    update(changes) {
      appearance = { ...appearance, ...changes };
      dress(iframe, appearance);
      dictate(changes);
    },
    destroy() {
      scope.end();
      line.drop();
      iframe.remove();
    },
  };
}
