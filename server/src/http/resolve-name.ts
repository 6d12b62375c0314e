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
  const ask = (name: string, family: 4 | 6): Promise<LookupAddress[]> =>
    new Promise((resolve, reject) => {
      const take = (error: Error | null, addresses: string[] = []): void =>
        error === null ? resolve(addresses.map((address) => ({ address, family }))) : reject(error);
      if (family === 4) resolver.resolve4(name, take);
      else resolver.resolve6(name, take);
    });
  return (name, _options, callback) => {
    void Promise.allSettled([ask(name, 4), ask(name, 6)]).then(([four, six]) => {
      const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      const failure = four.status === 'rejected' && found.length === 0 ? (four.reason as NodeJS.ErrnoException) : null;
      callback(failure, found);
    });
  };
}
