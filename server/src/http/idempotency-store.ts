import type { Clock } from '../clock.ts';
import type { Vault } from '../crypto/sealing.ts';
import type { Database } from '../database/open.ts';

/** One use of an idempotency key: `at` tells it from an earlier one that was given up. */
export interface Claim {
  readonly vendorId: string;
  readonly key: string;
  readonly at: number;
}

/** What became of a request that carries an idempotency key. */
export type ClaimResult =
  | { readonly state: 'claimed'; readonly claim: Claim }
  | { readonly state: 'answered'; readonly status: number; readonly body: string }
  | { readonly state: 'in_use' }
  | { readonly state: 'reused' };

/**
 * Keeps the answers to idempotent requests. Of several requests that claim one key at once, on any number of processes,
 * exactly one is told `claimed`.
 */
export interface IdempotencyStore {
  claim(vendorId: string, key: string, requestHash: string): Promise<ClaimResult>;
  /** Keeps the answer, sealed, for it may hold a secret that is shown once. */
  keep(claim: Claim, status: number, body: string): Promise<void>;
  /** Gives the key up, so that it may be used again. */
  release(claim: Claim): Promise<void>;
}

/** Milliseconds for which an answer is kept. */
const keepTime = 24 * 3_600_000;
/** Milliseconds after which a request that never answered is taken for dead; requests take seconds at most. */
const deadAfter = 60_000;
/** Milliseconds between two removals of old answers by one process. */
const sweepInterval = 600_000;

export function createIdempotencyStore(database: Database, vault: Vault, clock: Clock): IdempotencyStore {
  let sweptAt = 0;

  async function sweep(now: number): Promise<void> {
    if (Math.abs(now - sweptAt) < sweepInterval) return;
    sweptAt = now;
    await database
      .deleteFrom('idempotency_keys')
      .where('created_at', '<', now - keepTime)
      .execute();
  }

  return {
    async claim(vendorId, key, requestHash) {
      const now = clock();
      await sweep(now);
      const claim = { vendorId, key, at: now };
      const fresh = { request_hash: requestHash, status: null, sealed_body: null, created_at: now };
      const inserted = await database
        .insertInto('idempotency_keys')
        .values({ vendor_id: vendorId, key, ...fresh })
        .onConflict((conflict) => conflict.columns(['vendor_id', 'key']).doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows === 1n) return { state: 'claimed', claim };
      const row = await database
        .selectFrom('idempotency_keys')
        .selectAll()
        .where('vendor_id', '=', vendorId)
        .where('key', '=', key)
        .executeTakeFirst();
      // Given up between the two statements: the client's next attempt finds it free.
      if (row === undefined) return { state: 'in_use' };
      const age = now - row.created_at;
      if (row.status === null ? age >= deadAfter : age >= keepTime) {
        const taken = await database
          .updateTable('idempotency_keys')
          .set(fresh)
          .where('vendor_id', '=', vendorId)
          .where('key', '=', key)
          .where('created_at', '=', row.created_at)
          .executeTakeFirst();
        return taken.numUpdatedRows === 1n ? { state: 'claimed', claim } : { state: 'in_use' };
      }
      if (row.request_hash !== requestHash) return { state: 'reused' };
      if (row.status === null) return { state: 'in_use' };
      const body = row.sealed_body === null ? '' : await vault.open(row.sealed_body, rowName(claim));
      return { state: 'answered', status: row.status, body };
    },

    async keep(claim, status, body) {
      const sealed = await vault.seal(body, rowName(claim));
      await database
        .updateTable('idempotency_keys')
        .set({ status, sealed_body: sealed })
        .where('vendor_id', '=', claim.vendorId)
        .where('key', '=', claim.key)
        .where('created_at', '=', claim.at)
        .where('status', 'is', null)
        .execute();
    },

    async release(claim) {
      await database
        .deleteFrom('idempotency_keys')
        .where('vendor_id', '=', claim.vendorId)
        .where('key', '=', claim.key)
        .where('created_at', '=', claim.at)
        .where('status', 'is', null)
        .execute();
    },
  };
}

function rowName({ vendorId, key }: Claim): string {
  return `idempotency_keys/${vendorId}/${key}`;
}
