import { InlayError } from '@inlay/shared';
import { allowInsecureRequests, customFetch, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import type { AuthorizationServer } from 'oauth4webapi';
import type { Clock } from '../../clock.ts';
import type { Outbound } from '../../http/outbound.ts';
import { Recent } from '../../recent.ts';
import { fetchBy } from './fetch-by.ts';

/** Milliseconds for which what an issuer says of itself is taken as it is. */
const lifetime = 3_600_000;
/** Most issuers that are remembered: generic providers name their own. */
const issuersMax = 500;
/** Largest answer in bytes. */
const maxBytes = 262_144;

/** Finds the metadata of an issuer. Throws `provider_unavailable`. */
export type Discover = (issuer: string) => Promise<AuthorizationServer>;

/**
 * Reads an issuer's metadata where OpenID Connect Discovery (§4) has it, or else RFC 8414 (§3), and remembers it for an
 * hour. Its `issuer` must be the one that was asked (RFC 8414 §3.3). Several who ask at once cause one request.
 */
export function createDiscovery(outbound: Outbound, clock: Clock): Discover {
  const known = new Recent<string, { readonly at: number; readonly server: Promise<AuthorizationServer> }>(issuersMax);
  const options = { [customFetch]: fetchBy(outbound, { maxBytes }), [allowInsecureRequests]: true } as const;

  async function read(issuer: URL): Promise<AuthorizationServer> {
    const first = await discoveryRequest(issuer, { ...options, algorithm: 'oidc' });
    const answer = first.status === 404 ? await discoveryRequest(issuer, { ...options, algorithm: 'oauth2' }) : first;
    try {
      return await processDiscoveryResponse(issuer, answer);
    } catch {
      throw new InlayError('provider_unavailable', { detail: `${issuer.host}: metadata that does not hold` });
    }
  }

  return (issuer) => {
    const kept = known.get(issuer);
    if (kept !== undefined && Math.abs(clock() - kept.at) < lifetime) return kept.server;
    const server = read(new URL(issuer));
    known.set(issuer, { at: clock(), server });
    server.catch(() => known.delete(issuer));
    return server;
  };
}
