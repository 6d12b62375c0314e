import { existsSync, readFileSync } from 'node:fs';
import { errorCatalogue } from '@inlay/shared';
import { describe, expect, it } from 'vitest';
import { faq, faqOf, faqQuestions } from '../../../src/jodoo/diagnosis/faq.ts';
import type { FaqEntry, FaqId } from '../../../src/jodoo/diagnosis/faq.ts';
import { checkNames } from '../../../src/jodoo/diagnosis/types.ts';

const entries = Object.entries(faq) as [FaqId, FaqEntry][];
const page = new URL('../../../../docs/jodoo.md', import.meta.url);

/** The part of a Markdown text under the heading of these words, up to the next of the same or a higher level. */
function sectionOf(text: string, heading: string): string | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start < 0) return undefined;
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 1;
  const length = lines.slice(start + 1).findIndex((line) => (/^(#+) /.exec(line)?.[1]?.length ?? 99) <= level);
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n');
}

describe('the table of Jodoo’s FAQ', () => {
  it('has the seven questions, the three parts of the checklist and both notes on security', () => {
    expect(faqQuestions).toHaveLength(7);
    const others = entries.map(([id]) => id).filter((id) => !faqQuestions.includes(id));
    expect(others).toEqual([
      'app_status',
      'trusted_domains',
      'https_support',
      'protecting_the_secret',
      'https_is_required',
    ]);
  });

  it.each(entries)('%s leads to a check or a code', (_id, { checks, codes }) => {
    expect(checks.length + codes.length).toBeGreaterThan(0);
    for (const check of checks) expect(checkNames).toContain(check);
    for (const code of codes) expect(errorCatalogue).toHaveProperty(code);
  });

  it('leaves out no check, and no code that people from Jodoo may see', () => {
    expect(checkNames.filter((name) => faqOf(name).length === 0)).toEqual([]);
    const led = new Set(entries.flatMap(([, { codes }]) => codes));
    // Of the API alone: no person from Jodoo ever sees it.
    const own = ['jodoo_member_taken'];
    const codes = Object.keys(errorCatalogue).filter((code) => code.startsWith('jodoo_') && !own.includes(code));
    expect(codes.filter((code) => !led.has(code as keyof typeof errorCatalogue))).toEqual([]);
  });

  it.runIf(existsSync(page)).each(entries)('docs/jodoo.md answers %s, by its checks and codes', (_id, entry) => {
    const section = sectionOf(readFileSync(page, 'utf8'), entry.question);
    expect(section, `a heading “${entry.question}”`).toBeDefined();
    const names = [...entry.checks, ...entry.codes];
    expect(names.filter((name) => section?.includes(`\`${name}\``) !== true)).toEqual([]);
  });
});
