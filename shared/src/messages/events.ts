/** Status of a connection. */
export type ConnectionStatus = 'disconnected' | 'connecting' | 'connected' | 'expired' | 'error';

/** Public events that a frame tells its host, with the payload of each (contract, 5.2). */
export interface FrameEvents {
  /** The page can be used. */
  ready: { readonly path: string; readonly locale: string };
  /** Height of the content in CSS pixels. */
  heightChange: { readonly height: number };
  /** The status of a connection changed, wherever the change came from. */
  connectionStatusChange: {
    readonly id: string;
    readonly externalId: string | null;
    readonly provider: string;
    readonly connected: boolean;
    readonly status: ConnectionStatus;
    readonly error?: string;
  };
  /** Anything the person was shown as an error. Before admission it has `code` and `requestId` alone. */
  error: {
    readonly code: string;
    readonly message?: string;
    readonly requestId: string | null;
    readonly retryable?: boolean;
  };
  /** The frame's path changed. */
  navigated: { readonly path: string; readonly replaced: boolean };
  /** The session is over. */
  sessionEnded: { readonly reason: 'expired' | 'revoked' | 'replaced' };
  /** The person is done. */
  close: Record<string, never>;
}

export type FrameEventType = keyof FrameEvents;

/** The types of public events, in the order of the contract. */
export const frameEventTypes = [
  'ready',
  'heightChange',
  'connectionStatusChange',
  'error',
  'navigated',
  'sessionEnded',
  'close',
] as const satisfies readonly FrameEventType[];
