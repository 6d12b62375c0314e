import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { providerPages } from '../../scripts/provider-docs/pages.ts';
import { providers } from '../../src/connections/providers/index.ts';
import { redirectUriOf } from '../../src/connections/provider-resources.ts';

const folder = new URL('../../../docs/providers/', import.meta.url);
const pages = providerPages();

describe('docs/providers', () => {
  it('has a page for each provider and an index, and no other', () => {
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
    expect([...pages.keys()].sort()).toEqual(['README.md', ...providers.map(({ id }) => `${id}.md`)].sort());
  });

  it.each([...pages])('%s says what the catalogue says; else run `pnpm docs:providers`', (file, text) => {
    expect(readFileSync(new URL(file, folder), 'utf8')).toBe(text);
  });

  it.each(providers.filter(({ kind }) => kind === 'oauth2'))('$id: names the redirect URI to register', ({ id }) => {
    expect(pages.get(`${id}.md`)).toContain(redirectUriOf('https://<your Inlay>', id));
  });

  it('says nothing of what is not there', () => {
    for (const [file, text] of pages)
      expect([file, text]).toEqual([file, expect.not.stringMatching(/undefined|\[object/)]);
  });
});
