import { beforeEach, describe, expect, it } from 'vitest';
import { messages as ar } from '../../../src/app/i18n/ar.ts';
import { messages as de } from '../../../src/app/i18n/de.ts';
import { en } from '../../../src/app/i18n/en.ts';
import { Locale } from '../../../src/app/i18n/locale.ts';
import { messages as zh } from '../../../src/app/i18n/zh.ts';

let root: { lang: string; dir: string };
let locale: Locale;

beforeEach(() => {
  root = { lang: '', dir: '' };
  locale = new Locale(root);
});

describe('the language of the frame', () => {
  it.each([
    ['en-GB', 'en-GB', 'ltr', en.connections],
    ['de-AT', 'de-AT', 'ltr', de.connections],
    ['zh-CN', 'zh-CN', 'ltr', zh.connections],
    ['AR', 'ar', 'rtl', ar.connections],
    ['fr', 'en', 'ltr', en.connections],
    ['not a tag', 'en', 'ltr', en.connections],
    ['__proto__', 'en', 'ltr', en.connections],
  ])('A84: for %s is %s', async (tag, lang, dir, word) => {
    await locale.speak(tag);
    expect(root).toEqual({ lang, dir });
    expect(locale.tag).toBe(lang);
    expect(locale.text.connections).toBe(word);
  });

  it('is the last one asked for, whichever arrives first', async () => {
    await Promise.all([locale.speak('de'), locale.speak('en')]);
    expect(locale.tag).toBe('en');
  });

  it.each([
    [0, 'now'],
    [59, 'now'],
    [60, '1 minute ago'],
    [3_599, '59 minutes ago'],
    [7_200, '2 hours ago'],
    [86_400, 'yesterday'],
    [604_800, 'last week'],
    [2_592_000, 'last month'],
    [63_072_000, '2 years ago'],
    [-30, 'now'],
  ])('says of %i seconds ago: %s', (seconds, words) => {
    const now = Date.parse('2025-06-15T12:00:00Z');
    expect(locale.relative(new Date(now - seconds * 1000), now)).toBe(words);
  });

  it('counts by the rules of each language', async () => {
    expect(locale.text.found(1, locale.plural(1))).toBe('1 app');
    expect(locale.text.found(2, locale.plural(2))).toBe('2 apps');
    await locale.speak('ar');
    const forms = [0, 1, 2, 3, 11, 100].map((count) => locale.text.found(count, locale.plural(count)));
    expect(new Set(forms).size).toBe(6);
  });
});

describe('the languages', () => {
  it.each([
    ['Arabic', ar],
    ['German', de],
    ['Chinese', zh],
  ])('%s says everything, and nothing of it in English', (_name, messages) => {
    const own = texts(messages);
    const english = texts(en);
    expect([...own.keys()]).toEqual([...english.keys()]);
    const same = [...own].filter(([key, text]) => text === english.get(key) && text !== 'optional');
    expect(same).toEqual([]);
  });
});

/** All texts of `messages` by their path, with a name put where one goes. */
function texts(messages: object, prefix = ''): Map<string, string> {
  const entries = Object.entries(messages).flatMap(([key, value]): [string, string][] => {
    const path = `${prefix}${key}`;
    if (typeof value === 'object') return [...texts(value as object, `${path}.`)];
    const text: unknown = typeof value === 'function' ? (value as (...of: unknown[]) => unknown)('N', 'other') : value;
    return [[path, String(text)]];
  });
  return new Map(entries);
}
