import type { ErrorCode, ErrorText, ErrorTexts } from './catalogue.ts';
import { ar } from './texts/ar.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { zh } from './texts/zh.ts';

const languages: ReadonlyMap<string, ErrorTexts> = new Map([
  ['en', en],
  ['de', de],
  ['zh', zh],
]);

/** Languages that all error texts exist in. */
export const errorLanguages: readonly string[] = [...languages.keys()];

/** Languages that some of the error texts exist in. */
const partial: ReadonlyMap<string, Partial<ErrorTexts>> = new Map([['ar', ar]]);

/**
 * The texts of `code` in the language of `locale` (BCP 47), English where it has none. A whole Accept-Language
 * header counts by its first entry.
 */
export function errorText(code: ErrorCode, locale = 'en'): ErrorText {
  const [language = ''] = locale
    .trim()
    .toLowerCase()
    .split(/[-_,;]/, 1);
  return languages.get(language)?.[code] ?? partial.get(language)?.[code] ?? en[code];
}
