import { parseEnvelope } from '@inlay/shared/messages';
import type { HostCommands, HostCommandType } from '@inlay/shared/messages';

/** A command as it left the port, its payload of the right shape. */
export type HostCommand = {
  readonly [T in HostCommandType]: { readonly type: T; readonly payload: HostCommands[T] };
}[HostCommandType];

const pathMax = 2048;
const linkMax = 8192;
const languageTag = /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/i;

/**
 * Reads a command of the host: `undefined` for an unknown type or a payload of another shape. Lengths are bounded
 * here; whether a path names a page and a link admits anybody is for those who use them to say. Never throws.
 */
export function parseCommand(data: unknown): HostCommand | undefined {
  const envelope = parseEnvelope(data);
  if (envelope === undefined) return undefined;
  const { type, payload } = envelope;
  switch (type) {
    case 'navigate': {
      const path = text(payload['path'], pathMax);
      return path === undefined ? undefined : { type, payload: { path } };
    }
    case 'theme': {
      const theme = payload['theme'];
      return theme === 'light' || theme === 'dark' || theme === 'auto' ? { type, payload: { theme } } : undefined;
    }
    case 'locale': {
      const locale = text(payload['locale'], 35);
      return locale !== undefined && languageTag.test(locale) ? { type, payload: { locale } } : undefined;
    }
    case 'renew': {
      const link = text(payload['link'], linkMax);
      return link === undefined ? undefined : { type, payload: { link } };
    }
    case 'close':
      return { type, payload: {} };
    default:
      return undefined;
  }
}

function text(value: unknown, max: number): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= max ? value : undefined;
}
