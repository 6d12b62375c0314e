import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** In whose name tokens are signed. */
export interface TokenIssuer {
  readonly vendorKey: string;
  readonly kid: string;
  /** PEM. */
  readonly privateKey: string;
  readonly origin: string;
}

/** What one process signs at a time. */
export interface SigningTask {
  readonly issuer: TokenIssuer;
  /** Customers as they stand in `sub`; the tokens are for each in turn. */
  readonly customers: readonly string[];
  readonly count: number;
  readonly iat: number;
}

/** Signs tokens ahead of the rounds that need them, on every processor. */
export interface Signer {
  /** Distinct tokens that hold from now on, for nearly a minute. */
  sign(count: number): Promise<readonly string[]>;
  stop(): void;
}

/** Seconds that `iat` lies ahead: a token is good from 30 s before it to 30 s after. */
const ahead = 25;
const program = fileURLToPath(new URL('signing-process.ts', import.meta.url));

export function startSigner(issuer: TokenIssuer, customers: readonly string[]): Signer {
  const children = Array.from({ length: availableParallelism() }, () => fork(program));
  return {
    async sign(count) {
      const iat = Math.floor(Date.now() / 1000) + ahead;
      const share = Math.ceil(count / children.length);
      const parts = children.map(async (child) => {
        child.send({ issuer, customers, count: share, iat } satisfies SigningTask);
        const [tokens] = (await once(child, 'message')) as [readonly string[]];
        return tokens;
      });
      return (await Promise.all(parts)).flat().slice(0, count);
    },
    stop() {
      for (const child of children) child.disconnect();
    },
  };
}
