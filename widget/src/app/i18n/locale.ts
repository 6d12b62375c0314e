import { Changing } from '../changing.ts';
import { en } from './en.ts';
import type { Messages } from './en.ts';

/** Languages besides English, each in a file of its own that is fetched when it is needed. */
const languages: Readonly<Record<string, () => Promise<{ readonly messages: Messages }>>> = {
  ar: () => import('./ar.ts'),
  de: () => import('./de.ts'),
  zh: () => import('./zh.ts'),
};

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** The language the frame speaks: its texts, and how it writes dates and numbers. English until another is there. */
export class Locale extends Changing {
  readonly #root: Pick<HTMLElement, 'lang' | 'dir'>;
  #tag = 'en';
  #wanted = 'en';
  #messages: Messages = en;

  /** `root`: the element whose `lang` and `dir` follow the language. */
  constructor(root: Pick<HTMLElement, 'lang' | 'dir'>) {
    super();
    this.#root = root;
  }

  /** BCP 47 tag of the language spoken. */
  get tag(): string {
    return this.#tag;
  }

  get text(): Messages {
    return this.#messages;
  }

  /** Speaks the language of `tag`, or English where there is no such; keeps the present one if it cannot be fetched. */
  async speak(tag: string): Promise<void> {
    this.#wanted = tag;
    const canonical = canonicalTag(tag);
    const language = new Intl.Locale(canonical).language;
    const load = Object.hasOwn(languages, language) ? languages[language] : undefined;
    try {
      const { messages } = load ? await load() : { messages: en };
      if (this.#wanted !== tag) return;
      this.#messages = messages;
      this.#tag = load || language === 'en' ? canonical : 'en';
    } catch {
      return;
    }
    this.#root.lang = this.#tag;
    this.#root.dir = language === 'ar' ? 'rtl' : 'ltr';
    this.changed();
  }

  plural(count: number): Intl.LDMLPluralRule {
    return new Intl.PluralRules(this.#tag).select(count);
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#tag).format(value);
  }

  /** The date and time in full. */
  exact(date: Date): string {
    return new Intl.DateTimeFormat(this.#tag, { dateStyle: 'full', timeStyle: 'short' }).format(date);
  }

  /** How long ago `date` is, in words. A clock that is behind never makes it lie in the future. */
  relative(date: Date, now = Date.now()): string {
    const seconds = Math.max(0, (now - date.getTime()) / 1000);
    const [unit, size] = units.find((entry) => seconds >= entry[1]) ?? (['second', 1] as const);
    const format = new Intl.RelativeTimeFormat(this.#tag, { numeric: 'auto' });
    return unit === 'second' ? format.format(0, 'second') : format.format(-Math.floor(seconds / size), unit);
  }
}

function canonicalTag(tag: string): string {
  try {
    return new Intl.Locale(tag).toString();
  } catch {
    return 'en';
  }
}
