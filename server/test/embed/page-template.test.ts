import type { FrameConfig } from '@inlay/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAsciiHtml } from '../../src/embed/html.ts';
import { framePage } from '../../src/embed/frame-page.ts';
import { pageHeaders } from '../../src/embed/page-headers.ts';
import { pageTemplate } from '../../src/embed/page-template.ts';

const build = {
  frame: { script: '/embed/assets/main.js', styles: ['/embed/assets/main.css'], preloads: ['/embed/assets/lit.js'] },
  jodoo: { script: '/embed/assets/jodoo.js', styles: ['/embed/assets/main.css'], preloads: [] },
  refusal: { script: '/embed/assets/error.js', styles: [], preloads: [] },
  skeleton: '<div class="skeleton" title="größer … 😀"></div>',
};
const configs: fc.Arbitrary<FrameConfig> = fc.record({
  path: fc.constantFrom('/embedded/connections', '/embedded/connections/E%3Cb%3E%22'),
  locale: fc.constantFrom('en', 'de', 'ar'),
  theme: fc.constantFrom('light', 'dark', 'auto'),
  dialect: fc.boolean(),
  origins: fc.uniqueArray(
    fc.domain().map((name) => `https://${name}`),
    { maxLength: 20 },
  ),
});

describe('a page made of a template', () => {
  it('A38, A81: is the page made at one go, but for a nonce that is in all the same places and new each time', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(configs, fc.boolean(), (config, isHttps) => {
        const template = pageTemplate(
          (nonce) => pageHeaders(config.origins, nonce, isHttps),
          (nonce) => framePage(config, build, nonce),
        );
        for (const { headers: list, html } of [template(), template()]) {
          const nonce = /'nonce-([A-Za-z0-9+/]{22}==)'/.exec(list.join(' '))?.[1] ?? '';
          const names = list.filter((_, index) => index % 2 === 0);
          const headers = Object.fromEntries(names.map((name, index) => [name, list[2 * index + 1]]));
          expect(names).toHaveLength(Object.keys(headers).length);
          expect(headers).toEqual({
            ...pageHeaders(config.origins, nonce, isHttps),
            'content-length': String(Buffer.byteLength(html)),
          });
          expect(html).toBe(toAsciiHtml(framePage(config, build, nonce)));
          expect(html).toMatch(/^[\0-\x7f]+$/);
          expect(html.split(nonce)).toHaveLength(3);
          expect(seen.has(nonce)).toBe(false);
          seen.add(nonce);
        }
      }),
    );
  });
});
