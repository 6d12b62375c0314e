import { Resolver } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { ResolveAll } from './guarded-connect.ts';

/** How name servers are asked. */
export interface ResolverOptions {
  /** `address:port` of each; default: those of the machine. */
  readonly servers?: readonly string[];
  /** Milliseconds that one try takes at most. Default: 1000. */
  readonly timeout?: number;
}

/**
 * Finds the addresses of names that others chose, by asking the name servers directly. The machine's own lookup
 * (getaddrinfo) would keep one of the process's few worker threads for as long as a name server cares to be silent, and
 * the signatures of direct links are checked on the same threads: four such names would stop everybody's admission.
 */
export function createNameResolver({ servers, timeout = 1_000 }: ResolverOptions = {}): ResolveAll {
  const resolver = new Resolver({ timeout, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  return (name, _options, callback) => {
    const found: Record<4 | 6, LookupAddress[]> = { 4: [], 6: [] };
    const failures: NodeJS.ErrnoException[] = [];
    let awaited = 2;
    const take =
      (family: 4 | 6) =>
      (error: NodeJS.ErrnoException | null, addresses: readonly string[] = []): void => {
        if (error !== null) failures.push(error);
        found[family] = addresses.map((address) => ({ address, family }));
        awaited -= 1;
        if (awaited > 0) return;
        const all = [...found[4], ...found[6]];
        callback(all.length > 0 ? null : (failures[0] ?? null), all);
      };
    resolver.resolve4(name, take(4));
    resolver.resolve6(name, take(6));
  };
}
