import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { providerDocs } from '../../scripts/provider-docs.ts';

it('docs/providers.md says what the catalogue says; else run `pnpm docs:providers`', () => {
  expect(readFileSync(new URL('../../../docs/providers.md', import.meta.url), 'utf8')).toBe(providerDocs());
});
