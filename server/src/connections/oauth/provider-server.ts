import type { AuthorizationServer } from 'oauth4webapi';
import type { OAuthEntry } from '../oauth-entry.ts';
import { fillAddress } from '../template.ts';
import type { Values } from './client.ts';
import type { Discover } from './discovery.ts';

/** A provider as the library knows it: by its metadata, or by the addresses of its entry. */
export async function serverOf(
  discover: Discover,
  { oauth }: OAuthEntry,
  values: Values,
): Promise<AuthorizationServer> {
  const at = (template: string | undefined): string | undefined =>
    template === undefined ? undefined : fillAddress(template, values);
  const issuer = at(oauth.issuer);
  const revocation = at(oauth.revocationUrl);
  if (oauth.discovery === true && issuer !== undefined) {
    const found = await discover(issuer);
    return revocation === undefined ? found : { ...found, revocation_endpoint: revocation };
  }
  const token = at(oauth.tokenUrl) ?? '';
  const authorization = at(oauth.authorizationUrl);
  return {
    // The library wants one. Answers that name an issuer are compared with an entry's own alone.
    issuer: issuer ?? new URL(token).origin,
    token_endpoint: token,
    ...(authorization === undefined ? {} : { authorization_endpoint: authorization }),
    ...(revocation === undefined ? {} : { revocation_endpoint: revocation }),
  };
}
