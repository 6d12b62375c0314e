import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address.ts';
import { createNameResolver } from './resolve-name.ts';

/** Finds all addresses of a name. */
export type ResolveAll = (
  name: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A connection that was not made because of where it would have gone. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  readonly code = 'FORBIDDEN_ADDRESS';
}

/** How connections are made. */
export interface GuardedConnectOptions {
  /** Milliseconds until a connection must stand. */
  readonly timeout: number;
  /** Whether a host and port may have a private address. */
  readonly isExempt: (host: string, port: string) => boolean;
  /** Default: the machine's own lookup for hosts that are exempt, its name servers for all others. */
  readonly resolve?: ResolveAll | undefined;
}

/**
 * Connects only to public addresses. The addresses that are checked are the very ones that are connected to: the check
 * sits in the socket's own lookup, so that a name which resolves differently a moment later gains nothing (DNS
 * rebinding). A name with a single private address among public ones is refused as a whole.
 */
export function guardedConnect(options: GuardedConnectOptions): buildConnector.connector {
  const base = { timeout: options.timeout, allowH2: false, maxCachedSessions: 0 };
  const open = buildConnector({ ...base, lookup: toLookup(options.resolve ?? systemLookup, () => true) });
  const guarded = buildConnector({
    ...base,
    lookup: toLookup(options.resolve ?? createNameResolver(), isPublicAddress),
  });
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const port = target.port || (target.protocol === 'https:' ? '443' : '80');
    if (options.isExempt(host, port)) return open(target, callback);
    // A literal address never reaches the lookup.
    if (isIP(host) !== 0 && !isPublicAddress(host)) {
      callback(new ForbiddenAddressError('the address is not public'), null);
      return undefined;
    }
    return guarded(target, callback);
  };
}

function toLookup(resolve: ResolveAll, isAllowed: (address: string) => boolean): LookupFunction {
  return (name, options, callback) => {
    resolve(name, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) callback(error, []);
      else if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        callback(new ForbiddenAddressError('the name has an address that is not public'), []);
      } else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
