import type { ErrorCode, ErrorText, ErrorTexts } from './catalogue.ts';
import { en } from './texts/en.ts';

const languages: Readonly<Record<string, ErrorTexts>> = { en };

/** Languages the error texts exist in. */
export const errorLanguages = Object.keys(languages);

/** The texts of `code` in the language of `locale` (BCP 47), English where there is none. */
export function errorText(code: ErrorCode, locale = 'en'): ErrorText {
  const language = locale.toLowerCase().split('-')[0] ?? 'en';
  return (languages[language] ?? en)[code];
}
