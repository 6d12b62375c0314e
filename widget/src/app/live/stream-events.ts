import type { EmbedAuthorization } from '@inlay/shared/embed-api';
import { isRecord } from '@inlay/shared/messages';
import type { FrameEvents } from '@inlay/shared/messages';
import type { StreamEvent } from './sse-parser.ts';

/** A change of a connection's status, and when it happened: as its row's `updatedAt`. */
export type StatusNews = FrameEvents['connectionStatusChange'] & { readonly updatedAt: string };

/** What the server tells over the stream. */
export type ServerNews =
  | { readonly type: 'connectionStatusChange'; readonly payload: StatusNews }
  | { readonly type: 'authorization'; readonly payload: EmbedAuthorization }
  | { readonly type: 'sessionEnded'; readonly revoked: boolean };

/** Reads an event of the stream; `undefined` for what this version does not know. */
export function readNews({ type, data }: StreamEvent): ServerNews | undefined {
  let payload: unknown;
  try {
    payload = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (!isRecord(payload)) return undefined;
  if (type === 'sessionEnded') return { type, revoked: payload['reason'] === 'revoked' };
  if (typeof payload['id'] !== 'string') return undefined;
  if (type === 'authorization') return { type, payload: payload as unknown as EmbedAuthorization };
  if (type !== 'connectionStatusChange') return undefined;
  return { type, payload: payload as unknown as StatusNews };
}
