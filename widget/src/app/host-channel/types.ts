import type { FrameEvents, FrameEventType, HostCommands, HostCommandType, PortReplies } from '@inlay/shared/messages';

export interface HostChannelOptions {
  /** The customer's embedding origins, canonical: who may hear the frame and speak to it. */
  readonly origins: readonly string[];
  /** Whether to speak the dialect too (contract, 5.3). */
  readonly dialect: boolean;
  /** The frame's own window; default: the global one. */
  readonly window?: Window;
}

/** What every frame says to the page that embeds it. */
export interface HostLine {
  /** Names the session in every later envelope; `null` before there is one and after it ended. */
  setSession(id: string | null): void;
  /** Tells the host a public event. It goes to exact origins of the customer and to nobody else. */
  emit<T extends FrameEventType>(type: T, payload: FrameEvents[T]): void;
}

/** The line to a host that speaks, too: events go out, commands come in. */
export interface HostChannel extends HostLine {
  /** Tells whoever frames the page that it was refused: the only message that goes to `*` besides `hello`. */
  emitUntrusted(code: string, requestId: string | null): void;
  /** Listens to a command of the host; returns what ends the listening. */
  onCommand<T extends HostCommandType>(type: T, listener: (payload: HostCommands[T]) => void): () => void;
  /** Asks the host for a fresh link; `false` when no host is on the line. `reason` is a code of the error catalogue. */
  requestRenewal(reason: string): boolean;
  /** Tells the host that its link renewed the session. */
  replyRenewed(session: string): void;
  /** Tells the host that its link was refused. */
  replyRenewFailed(reply: PortReplies['renewFailed']): void;
  /** Ends the channel: no listener, timer or port is left. */
  destroy(): void;
}
