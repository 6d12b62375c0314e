/**
 * The handshake between a frame and a host that uses the SDK (contract, 5.4).
 *
 * 1. frame → parent, to `*`:             `hello {version, id}`; `id` is random, nothing is secret.
 * 2. host → frame, to the frame's origin: `hello {version, id}` with the same `id`.
 * 3. frame → parent, to the origin that answered, once `event.source === parent` and `event.origin` is on the
 *    customer's list: `port {id}` with a transferred `MessagePort`.
 *
 * Public events go by `window.postMessage` whether or not there is a port, so that a host can listen without the SDK;
 * the port carries the host's commands.
 */
export const channelVersion = 1;

/** Commands that a host gives over the port, with the payload of each. */
export interface HostCommands {
  navigate: { readonly path: string };
  theme: { readonly theme: 'light' | 'dark' | 'auto' };
  locale: { readonly locale: string };
  /** A fresh direct link, to renew the session without a reload. */
  renew: { readonly link: string };
  close: Record<string, never>;
}

export type HostCommandType = keyof HostCommands;

/** What the frame answers on the port: that a session must be renewed, or that a renewal ended. */
export interface PortReplies {
  /** The frame needs a fresh link: `reason` is a code of the error catalogue. */
  renewNeeded: { readonly reason: string };
  renewed: { readonly session: string };
  renewFailed: { readonly code: string; readonly requestId: string | null; readonly retryable: boolean };
}
