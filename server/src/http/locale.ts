import { errorLanguages } from '@inlay/shared';
import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import { firstMembers } from './list-header.ts';
import { remembered } from './remembered.ts';

/** Languages the frame speaks. */
export const frameLanguages: readonly string[] = [...new Set([...errorLanguages, 'en', 'de', 'zh', 'ar'])];

const negotiate = remembered(
  (accepted) => new Negotiator({ headers: { 'accept-language': accepted } }).language([...frameLanguages]) ?? 'en',
);
/** Without the header any language does: the first. */
const anyLanguage = negotiate('*');

/** The language to speak to whoever sent `headers` (RFC 9110 §12.5.4), English where none fits. */
export function localeOf(headers: IncomingHttpHeaders): string {
  const accepted = headers['accept-language'];
  return accepted === undefined ? anyLanguage : negotiate(firstMembers(accepted));
}
