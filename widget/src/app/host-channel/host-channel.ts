import type { FrameEvents, FrameEventType, HostCommands, HostCommandType, PortReplies } from '@inlay/shared/messages';
import { parseCommand } from './commands.ts';
import { inDialect, parseNavigation } from './dialect.ts';
import { startHandshake } from './handshake.ts';
import { createRecipients } from './origins.ts';
import { createSender } from './sender.ts';
import type { OutgoingMessage } from './sender.ts';
import type { HostChannel, HostChannelOptions } from './types.ts';

type Listeners = { [T in HostCommandType]: Set<(payload: HostCommands[T]) => void> };

/**
 * Opens the frame's line to its host (contract, section 5). Nothing is received but from the parent window, at an
 * embedding origin of the customer; nothing is told but to exact origins, save `hello` and the refusal before
 * admission. A page that nobody frames has a line to nobody, and all of it does nothing.
 */
export function createHostChannel(options: HostChannelOptions): HostChannel {
  const window = options.window ?? globalThis.window;
  const parent = window.parent;
  const framed = parent !== window;
  const recipients = createRecipients(framed ? options.origins : [], window.location.ancestorOrigins?.[0]);
  const listeners: Listeners = {
    navigate: new Set(),
    theme: new Set(),
    locale: new Set(),
    renew: new Set(),
    close: new Set(),
  };
  const ended = new AbortController();
  const sender = createSender(window, options.dialect ? { wk: true } : {});
  let port: MessagePort | undefined;

  function post(message: OutgoingMessage, targets: readonly string[]): void {
    if (!ended.signal.aborted) sender.post(message, targets);
  }

  function deliver<T extends HostCommandType>(type: T, payload: HostCommands[T]): void {
    for (const listener of listeners[type]) listener(payload);
  }

  function reply<T extends keyof PortReplies>(type: T, payload: PortReplies[T]): boolean {
    port?.postMessage(JSON.stringify({ type, payload, v: 1 }));
    return port !== undefined;
  }

  function connect(next: MessagePort): void {
    port?.close();
    port = next;
    next.addEventListener('message', (event) => {
      const command = parseCommand(event.data);
      if (command !== undefined && next === port && window.parent === parent) deliver(command.type, command.payload);
    });
    next.start();
  }

  const handshake =
    recipients.targets().length === 0 ? undefined : startHandshake(window, recipients, { connected: connect });

  if (framed) {
    listenTo('message', (event) => {
      if (event.source !== parent || window.parent !== parent || !recipients.allows(event.origin)) return;
      if (handshake?.receive(event.data, event.origin) === true || !options.dialect) return;
      const path = parseNavigation(event.data, window.location.origin);
      if (path !== undefined) deliver('navigate', { path });
    });
  }
  if (framed && options.dialect) {
    listenTo('click', () => post({ type: 'click', payload: {} }, recipients.targets()));
    listenTo('pagehide', (event) => {
      // A page put into the back/forward cache comes back as it was: it is not gone.
      if (!event.persisted) post({ type: 'unloaded', payload: {} }, recipients.targets());
    });
  }

  function listenTo<K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void): void {
    window.addEventListener(type, listener, { signal: ended.signal, capture: true });
  }

  function say<T extends FrameEventType>(type: T, payload: FrameEvents[T], targets: readonly string[]): void {
    const messages = options.dialect ? inDialect(type, payload) : [{ type, payload }];
    for (const message of messages) post(message, targets);
  }

  return {
    setSession: sender.setSession,
    emit: (type, payload) => say(type, payload, recipients.targets()),
    emitUntrusted: (code, requestId) => say('error', { code, requestId }, ['*']),
    onCommand(type, listener) {
      listeners[type].add(listener);
      return () => listeners[type].delete(listener);
    },
    requestRenewal: (reason) => reply('renewNeeded', { reason }),
    replyRenewed: (id) => void reply('renewed', { session: id }),
    replyRenewFailed: (failure) => void reply('renewFailed', failure),
    destroy() {
      ended.abort();
      handshake?.end();
      port?.close();
      port = undefined;
    },
  };
}
