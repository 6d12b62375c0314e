import { channelVersion, frameEventTypes, parseEnvelope } from '@inlay/shared/messages';
import type { Envelope, FrameEvents, HostCommands, HostCommandType, PortReplies } from '@inlay/shared/messages';
import type { Scope } from './scope.ts';

type Message<M> = { readonly [T in keyof M]: { readonly type: T; readonly payload: M[T] } }[keyof M];
export type FrameEvent = Message<FrameEvents>;
export type PortReply = Message<PortReplies>;

export interface LineEvents {
  /** Another document is in the iframe and said its first word. */
  began(): void;
  /** The port is here: commands can be sent. */
  connected(): void;
  event(event: FrameEvent): void;
  reply(reply: PortReply): void;
}

/** The host's end of the line to one iframe. */
export interface Line {
  /** Believes messages of this origin alone from now on; what was connected is not any more. */
  expect(origin: string): void;
  /** Sends a command; `false` when there is no port to send it on. */
  send<T extends HostCommandType>(type: T, payload: HostCommands[T]): boolean;
  /** Hangs up; a `hello` connects again. */
  drop(): void;
}

/**
 * Listens to an iframe (contract, 5.2 and 5.4). A message counts when the browser says that it comes from this very
 * window and from the origin of the link, and when it has the shape of an envelope; all else is dropped silently.
 * Another document (a reload, an error page) shows by the id in its `hello`, or by its counting from 1 again.
 */
export function createLine(window: Window, iframe: HTMLIFrameElement, scope: Scope, events: LineEvents): Line {
  let origin: string | undefined;
  let greeting: unknown;
  let counted = Infinity;
  let port: MessagePort | undefined;

  function drop(): void {
    port?.close();
    port = undefined;
  }

  function begin(): void {
    drop();
    counted = 0;
    events.began();
  }

  function receive(event: MessageEvent): void {
    const source = iframe.contentWindow;
    if (source === null || event.source !== source || event.origin !== origin) return;
    const message = parseEnvelope(event.data);
    if (message === undefined) return;
    const { type, payload, seq = 1 } = message;
    if (type === 'hello' && typeof payload['id'] === 'string') {
      if (payload['id'] !== greeting) begin();
      greeting = payload['id'];
      const answer = { type, payload: { version: channelVersion, id: greeting }, v: 1 };
      source.postMessage(JSON.stringify(answer), origin);
    } else if (type === 'port' && payload['id'] === greeting && event.ports[0] !== undefined) {
      connect(event.ports[0]);
    } else if (isEvent(message)) {
      if (seq <= counted) begin();
      counted = seq;
      events.event(message);
    }
  }

  function connect(next: MessagePort): void {
    drop();
    port = next;
    next.addEventListener('message', ({ data }) => {
      const message = parseEnvelope(data);
      if (message !== undefined && next === port && isReply(message)) events.reply(message);
    });
    next.start();
    events.connected();
  }

  scope.listen(window, 'message', receive);
  return {
    expect(next) {
      drop();
      origin = next;
      greeting = undefined;
      counted = Infinity;
    },
    send(type, payload) {
      port?.postMessage(JSON.stringify({ type, payload, v: 1 }));
      return port !== undefined;
    },
    drop,
  };
}

function isEvent(message: Pick<Envelope, 'type' | 'payload'>): message is FrameEvent {
  const { height } = message.payload as { height?: unknown };
  if (message.type === 'heightChange') return typeof height === 'number' && height >= 0 && height <= 100_000;
  return (frameEventTypes as readonly string[]).includes(message.type);
}

function isReply(message: Pick<Envelope, 'type' | 'payload'>): message is PortReply {
  return /^renew(?:Needed|ed|Failed)$/.test(message.type);
}
