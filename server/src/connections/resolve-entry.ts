import type { OAuthEntry, OAuthTraits } from './oauth-entry.ts';

/**
 * Puts what a vendor set into an entry: a `{setting}` becomes its address or pointer, and what belongs to a setting that
 * is not there goes. What comes out names fields alone.
 */
export function resolveEntry(entry: OAuthEntry, given: Readonly<Record<string, string>>): OAuthEntry {
  const { settings, ...oauth } = entry.oauth;
  if (settings === undefined) return entry;
  const values = new Map<string, string | undefined>(
    settings.map(({ name, default: preset }) => [name, Object.hasOwn(given, name) ? given[name] : preset]),
  );
  const resolve = (text: string): string | undefined => {
    const name = /^\{(.+)\}$/.exec(text)?.[1];
    return name !== undefined && values.has(name) ? values.get(name) : text;
  };
  const account = { ...oauth.account, id: resolveAll(oauth.account.id), label: resolveAll(oauth.account.label) };
  function resolveAll(pointers: readonly string[]): string[] {
    return pointers.map(resolve).filter((pointer) => pointer !== undefined);
  }
  if (account.from === 'request') account.url = resolve(account.url) ?? account.url;
  const addresses = ['issuer', 'authorizationUrl', 'tokenUrl', 'revocationUrl'] as const;
  const resolved: OAuthTraits = { ...oauth, account };
  for (const name of addresses) {
    const address = resolved[name] === undefined ? undefined : resolve(resolved[name]);
    if (address === undefined) delete resolved[name];
    else resolved[name] = address;
  }
  const tokenAuth = values.get('tokenAuth');
  if (isTokenAuth(tokenAuth)) resolved.tokenAuth = tokenAuth;
  return { ...entry, oauth: resolved };
}

function isTokenAuth(text: string | undefined): text is OAuthTraits['tokenAuth'] {
  return text === 'client_secret_basic' || text === 'client_secret_post' || text === 'none';
}
