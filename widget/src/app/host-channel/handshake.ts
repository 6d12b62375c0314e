import { channelVersion, parseEnvelope } from '@inlay/shared/messages';
import type { Recipients } from './origins.ts';

/** When an unanswered `hello` is said again, in milliseconds: a host's script may load later than the frame. */
const repeats = [250, 1000, 3000];

/** What the handshake yields. */
export interface HandshakeEvents {
  /** The host answered: the port is the frame's end of the line, and the end of any earlier line. */
  connected(port: MessagePort): void;
}

/**
 * The frame's side of the handshake (shared/src/messages/channel.ts). An id is good for one port: a second answer to
 * it is ignored. A host that says `hello` with another id (its script came late, or it started anew) is greeted again,
 * and a new port replaces the old one.
 *
 * Returns the listener for messages and what ends the handshake.
 */
export function startHandshake(window: Window, recipients: Recipients, events: HandshakeEvents) {
  let id: string | undefined = crypto.randomUUID();
  let spent: string | undefined;

  function greet(target: string): void {
    id ??= crypto.randomUUID();
    post(window, 'hello', { version: channelVersion, id }, target);
  }

  /** Takes a message whose source and origin were checked; says whether it was part of the handshake. */
  function receive(data: unknown, origin: string): boolean {
    const envelope = parseEnvelope(data);
    if (envelope?.type !== 'hello') return false;
    const { version, id: answered } = envelope.payload;
    if (version !== channelVersion || typeof answered !== 'string' || answered.length > 100) return true;
    recipients.verify(origin);
    if (answered === id) {
      spent = id;
      id = undefined;
      const { port1, port2 } = new MessageChannel();
      post(window, 'port', { id: answered }, origin, [port2]);
      events.connected(port1);
    } else if (answered !== spent) {
      greet(origin);
    }
    return true;
  }

  greet('*');
  const timers = repeats.map((delay) =>
    setTimeout(() => {
      if (id !== undefined) greet('*');
    }, delay),
  );
  return { receive, end: () => timers.forEach((timer) => clearTimeout(timer)) };
}

function post(
  window: Window,
  type: string,
  payload: Readonly<Record<string, unknown>>,
  target: string,
  transfer: Transferable[] = [],
): void {
  window.parent.postMessage(JSON.stringify({ type, payload, v: 1 }), target, transfer);
}
