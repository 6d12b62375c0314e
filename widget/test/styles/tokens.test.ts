import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8');
const docs = readFileSync(new URL('../../../docs/theming.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
/** Custom properties that a partner may set, with their values. */
const tokens = new Map([...css.matchAll(/^ {2}(--inlay-[a-z-]+): ([^;]+);/gm)].map(([, name, value]) => [name, value]));

/** The colour of a token in a theme. */
function colour(name: string, theme: 'light' | 'dark'): string {
  const pair = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(tokens.get(name) ?? '');
  return pair?.[theme === 'light' ? 1 : 2] ?? '';
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the custom properties', () => {
  it('are twelve at most, and each is documented where it stands and in the docs with its value', () => {
    expect(tokens.size).toBeGreaterThan(0);
    expect(tokens.size).toBeLessThanOrEqual(12);
    for (const [name, value] of tokens) {
      expect(css).toContain(` *   ${name} `);
      const pair = /^light-dark\((.*), (.*)\)$/.exec(value ?? '');
      expect(docs).toContain(pair ? `| \`${name}\` | \`${pair[1]}\` | \`${pair[2]}\` |` : `| \`${name}\` |`);
    }
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    const surfaces = ['--inlay-surface', '--inlay-surface-raised'];
    const texts = ['--inlay-text', '--inlay-text-muted', '--inlay-danger', '--inlay-success', '--inlay-warning'];
    it.each(texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const)))(
      '%s on %s has a contrast of 4.5 at least',
      (text, surface) => {
        expect(contrast(colour(text, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5);
      },
    );

    it('the accent stands out from the surface by 3 at least', () => {
      expect(contrast(colour('--inlay-accent', theme), colour('--inlay-surface', theme))).toBeGreaterThanOrEqual(3);
    });
  });
});
