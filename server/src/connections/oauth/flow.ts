import { hash } from 'node:crypto';
import type { ErrorCode } from '@inlay/shared';
import type { Caller } from '../caller.ts';

/**
 * One authorization on its way: `waiting` for a window, `opened` by one, `exchanging` its code, and then at its end.
 * The person may take ten minutes for it.
 */
export interface Flow {
  /** Made by the frame; the address of the window holds it. */
  readonly id: string;
  readonly provider: string;
  readonly vendorId: string;
  readonly customerId: string;
  readonly memberId: string | null;
  readonly sessionId: string;
  /** Id of the connection that is reconnected, or that a new one will have. */
  readonly connectionId: string;
  readonly isNew: boolean;
  /** Open fields of the provider's form, as they were filled in. */
  readonly input: Readonly<Record<string, string>>;
  /** BCP 47; what the windows speak. */
  readonly locale: string;
  readonly status: 'waiting' | 'opened' | 'exchanging' | 'connected' | 'failed';
  /** Hash of the secret of the browser that opened it. */
  readonly browser: string | null;
  /** Hash of the state of its latest way to the provider. */
  readonly state: string | null;
  readonly code: ErrorCode | null;
  /** Id of the request that changed it last. */
  readonly requestId: string;
  readonly expiresAt: number;
}

/** What belongs to one way to the provider, found by the state that comes back. */
export interface Way {
  /** Key of the flow. */
  readonly flow: string;
  readonly provider: string;
  readonly codeVerifier: string;
  readonly nonce: string;
}

/** Milliseconds for which an authorization can be finished. */
export const flowLifetime = 10 * 60_000;
/** Milliseconds for which its exchange may take: a process that died at it finishes nothing. */
export const exchangeLifetime = 60_000;
/** Milliseconds beyond that for which its outcome can be seen. */
export const outcomeLifetime = 20 * 60_000;

/** The form of an id: 128 bits or more, base64url. */
export const flowIdPattern = '^[A-Za-z0-9_-]{22,43}$';

/** Whether a flow has come to its end. */
export function hasEnded({ status }: Flow): boolean {
  return status === 'connected' || status === 'failed';
}

/** Key of the flow whose id is `id`. */
export const flowKey = (id: string): string => `flow/${sha256(id)}`;
/** Key of what belongs to a state. */
export const stateKey = (state: string): string => `state/${sha256(state)}`;

/** A hash to find or compare secrets by that are 128 bits or more. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** On whose behalf a flow goes on, though its session may have been renewed since. */
export function callerOf({ vendorId, customerId, memberId, sessionId, requestId }: Flow): Caller {
  return { vendorId, customerId, memberId, actor: `frame:${sessionId}`, requestId };
}
