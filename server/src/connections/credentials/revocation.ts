import { InlayError } from '@inlay/shared';
import type { Author } from '../../accounts/change.ts';
import { toInlayError } from '../../http/errors.ts';
import { underDeadline } from '../../deadline.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import type { TokenSet } from '../oauth/token-set.ts';
import type { CredentialsParts } from './parts.ts';
import { openCredentials } from './stored.ts';
import { correspondenceOf } from './token-request.ts';

/** What is known of a connection whose tokens are to go. */
type Revoked = Pick<ConnectionRow, 'id' | 'vendor_id' | 'customer_id' | 'provider' | 'fields' | 'sealed_credentials'>;

/** Has providers forget tokens that nobody needs any more (RFC 7009): once, beside the request that ended the connection. */
export interface Revocation {
  /** Of a row as it was, its credentials still sealed. Never throws. */
  revoke(row: Revoked, by: Author): void;
  /** Of tokens that came too late. */
  revokeTokens(row: Revoked, tokens: TokenSet, by: Author): void;
  /** Resolves when no request is under way. */
  idle(): Promise<void>;
}

export function createRevocation(
  parts: Pick<CredentialsParts, 'catalogue' | 'providers' | 'client' | 'vault' | 'audit' | 'metrics'>,
): Revocation {
  const { catalogue, client, vault, audit, metrics } = parts;
  const underWay = new Set<Promise<void>>();

  async function ask(row: Revoked, tokensOf: () => Promise<TokenSet | undefined>, by: Author): Promise<void> {
    const note = (outcome: 'changed' | 'refused', code: string | null, detail: object): void =>
      audit.record({
        vendorId: row.vendor_id,
        action: 'connection.revoked',
        outcome,
        ...by,
        customerId: row.customer_id,
        target: row.id,
        code,
        detail: { provider: row.provider, ...detail },
      });
    try {
      const tokens = await tokensOf();
      if (tokens === undefined) return;
      const { entry, settings, values } = await correspondenceOf(parts, row);
      const isSupported = await client.revoke(entry, settings, values, tokens);
      metrics.count('revocations', [isSupported ? 'revoked' : 'unsupported']);
      note('changed', null, { supported: isSupported });
    } catch (error) {
      metrics.count('revocations', ['failed']);
      note('refused', error instanceof InlayError ? error.code : toInlayError(error).code, {});
    }
  }

  function start(row: Revoked, tokensOf: () => Promise<TokenSet | undefined>, by: Author): void {
    if (catalogue.get(row.provider)?.kind !== 'oauth2') return;
    const asking = underDeadline({ at: Number.POSITIVE_INFINITY, isOver: false }, () => ask(row, tokensOf, by)).finally(
      () => underWay.delete(asking),
    );
    underWay.add(asking);
  }

  return {
    revoke(row, by) {
      if (row.sealed_credentials !== null) start(row, async () => (await openCredentials(vault, row)).tokens, by);
    },
    revokeTokens: (row, tokens, by) => start(row, () => Promise.resolve(tokens), by),
    async idle() {
      await Promise.allSettled(underWay);
    },
  };
}
