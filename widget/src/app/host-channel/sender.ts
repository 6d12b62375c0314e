/** A message as it leaves: its type and its payload. */
export interface OutgoingMessage {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Puts messages into envelopes and posts them to the parent (contract, 5.1). */
export interface Sender {
  /** Names the session in every later envelope. */
  readonly setSession: (id: string | null) => void;
  /** Posts to exactly these targets; to nobody where nobody frames the page. */
  post(message: OutgoingMessage, targets: readonly string[]): void;
}

/** `mark`: further members of every envelope. */
export function createSender(window: Window, mark: Readonly<Record<string, unknown>> = {}): Sender {
  const { parent } = window;
  let session: string | null = null;
  let seq = 0;
  return {
    setSession: (id) => (session = id),
    post({ type, payload }, targets) {
      if (parent === window) return;
      seq += 1;
      const text = JSON.stringify({ type, payload, v: 1, session, seq, ...mark });
      for (const target of targets) parent.postMessage(text, target);
    },
  };
}
