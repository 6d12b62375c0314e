import { errorLanguages } from '@inlay/shared';
import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';

/** Languages the frame speaks. */
export const frameLanguages: readonly string[] = [...new Set([...errorLanguages, 'en', 'de', 'zh', 'ar'])];

/** The language to speak to whoever sent `headers` (RFC 9110 §12.5.4), English where none fits. */
export function localeOf(headers: IncomingHttpHeaders): string {
  return new Negotiator({ headers }).language([...frameLanguages]) ?? 'en';
}
