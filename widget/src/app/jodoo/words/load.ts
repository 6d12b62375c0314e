import { words as english } from './en.ts';
import type { JodooWords } from './en.ts';

/** Languages besides English, each in a file of its own that is fetched when it is needed. */
const languages: Readonly<Record<string, () => Promise<{ readonly words: JodooWords }>>> = {
  ar: () => import('./ar.ts'),
  de: () => import('./de.ts'),
  zh: () => import('./zh.ts'),
};

/** The words in the language of `tag`; English where there are none, or they cannot be fetched. */
export async function loadWords(tag: string): Promise<JodooWords> {
  const language = tag.toLowerCase().split('-')[0] ?? '';
  const load = Object.hasOwn(languages, language) ? languages[language] : undefined;
  return (await load?.().catch(() => undefined))?.words ?? english;
}
