import { providers } from '../../src/connections/providers/index.ts';
import { indexPage } from './index-page.ts';
import { keyPage } from './key-page.ts';
import { oauthPage } from './oauth-page.ts';

/** The pages of `docs/providers/`, made from the catalogue, by the names of their files. */
export function providerPages(): ReadonlyMap<string, string> {
  const pages = providers.map((provider): [string, string] => [
    `${provider.id}.md`,
    provider.kind === 'oauth2' ? oauthPage(provider) : keyPage(provider),
  ]);
  return new Map([['README.md', indexPage(providers)], ...pages]);
}
