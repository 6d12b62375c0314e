import { parseEnvelope } from '@inlay/shared/messages';

/** A message as a browser delivers it: what it says, where it comes from, what comes with it. */
export function messageEvent(
  data: unknown,
  origin: string,
  source: unknown,
  ports: readonly MessagePort[] = [],
): Event {
  return Object.assign(new Event('message'), { data, origin, source, ports });
}

export interface Sent {
  readonly data: string;
  readonly target: string;
  readonly transfer: readonly MessagePort[];
}

/** The window inside an iframe, as its host sees it: it can be addressed and sent to, and remembers both. */
export class FakeInside {
  readonly addresses: string[] = [];
  readonly sent: Sent[] = [];
  readonly location = {
    href: 'https://inlay.test/',
    replace: (url: string) => {
      this.addresses.push(url);
    },
  };
  postMessage(data: string, target: string, transfer: readonly MessagePort[] = []): void {
    this.sent.push({ data, target, transfer });
  }
}

/** An iframe without a browser around it. */
export class FakeIframe extends EventTarget {
  readonly style: Record<string, string> = {};
  readonly contentWindow = new FakeInside();
  readonly ownerDocument = { documentElement: { lang: 'de-AT' } };
  title = '';
  removed = false;
  remove(): void {
    this.removed = true;
  }
}

/** A host page without a browser around it: a window, its document, and the element a frame is mounted in. */
export class FakeHost extends EventTarget {
  readonly iframe = new FakeIframe();
  readonly location = { origin: 'https://partner.test' };
  readonly navigator = { onLine: true };
  readonly document = Object.assign(new EventTarget(), { hidden: false, createElement: () => this.iframe });
  readonly element = { append: () => {} } as unknown as Element;

  get window(): Window {
    return this as unknown as Window;
  }

  /** The frame's window says `data`; the browser stamps it with `origin` and `source`. */
  hear(
    data: unknown,
    stamp: { readonly origin?: string; readonly source?: unknown; readonly ports?: readonly MessagePort[] } = {},
  ): void {
    const { origin = 'https://inlay.test', source = this.iframe.contentWindow, ports = [] } = stamp;
    this.dispatchEvent(messageEvent(data, origin, source, ports));
  }

  /** The frame tells an event. */
  tell(type: string, payload: Record<string, unknown>, seq: number): void {
    this.hear(JSON.stringify({ type, payload, v: 1, session: null, seq }));
  }

  /** The frame shakes hands; what comes back is its end of the port. */
  connect(id: string): MessagePort {
    this.hear(JSON.stringify({ type: 'hello', payload: { version: 1, id }, v: 1 }));
    const { port1, port2 } = new MessageChannel();
    this.hear(JSON.stringify({ type: 'port', payload: { id }, v: 1 }), { ports: [port2] });
    return port1;
  }
}

/** The envelopes that arrive on `port`, as they arrive. */
export function collect(port: MessagePort): { type: string; payload: Readonly<Record<string, unknown>> }[] {
  const messages: { type: string; payload: Readonly<Record<string, unknown>> }[] = [];
  port.addEventListener('message', ({ data }) => {
    const message = parseEnvelope(data);
    if (message) messages.push({ type: message.type, payload: message.payload });
  });
  port.start();
  return messages;
}

/** Lets promises and ports do their work until `condition` holds; fails if it never does. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('The condition never held.');
}

/** Lets whatever is under way arrive, so that its absence can be told. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
