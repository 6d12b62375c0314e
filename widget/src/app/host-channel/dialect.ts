import { isRecord } from '@inlay/shared/messages';
import type { FrameEvents, FrameEventType } from '@inlay/shared/messages';
import type { OutgoingMessage } from './sender.ts';

const urlMax = 2048;

/**
 * Says an event in the dialect (contract, 5.3): in the shape such hosts parse, with our own members beside theirs. A
 * `url` there is what it is in that service's own messages: the page's address without its origin, so that hosts
 * which put it behind a prefix of their own keep working.
 */
export function inDialect<T extends FrameEventType>(type: T, payload: FrameEvents[T]): readonly OutgoingMessage[] {
  const members: Readonly<Record<string, unknown>> = payload;
  switch (type) {
    case 'ready':
      return [
        { type: 'loaded', payload: { url: members['path'] } },
        { type, payload: members },
      ];
    case 'navigated':
      return [{ type, payload: { url: members['path'], ...members } }];
    case 'error':
      return [{ type, payload: { type: members['code'], ...members, message: members['message'] ?? members['code'] } }];
    default:
      return [{ type, payload: members }];
  }
}

/**
 * Reads the one message that a host of the dialect sends, `navigation {url}`: JSON text, with or without the members
 * of our envelope. The address is resolved against `origin`, the frame's own (RFC 3986 §5.2), and must stay on it; its
 * path comes back, `undefined` for everything else. Never throws.
 */
export function parseNavigation(data: unknown, origin: string): string | undefined {
  if (typeof data !== 'string' || data.length > 2 * urlMax || !data.startsWith('{')) return undefined;
  try {
    const message: unknown = JSON.parse(data);
    if (!isRecord(message) || message['type'] !== 'navigation' || !isRecord(message['payload'])) return undefined;
    const address = message['payload']['url'];
    if (typeof address !== 'string' || address === '' || address.length > urlMax) return undefined;
    const url = new URL(address, origin);
    return url.origin === origin && !url.pathname.startsWith('//') ? url.pathname : undefined;
  } catch {
    return undefined;
  }
}
