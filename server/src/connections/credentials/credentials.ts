import { InlayError } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import type { Author } from '../../accounts/change.ts';
import { besideDeadline } from '../../deadline.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import { toInlayError } from '../../http/errors.ts';
import { createRefreshJournal } from './journal.ts';
import type { CredentialsParts } from './parts.ts';
import { assertConnected, createRefresher } from './refresher.ts';
import type { Opened } from './refresher.ts';
import { createRenewal } from './renewal.ts';
import { createRevocation } from './revocation.ts';
import type { Revocation } from './revocation.ts';
import { createSettler } from './settle.ts';

/** Credentials of connections: handed out fresh, renewed in time, revoked at the end. */
export interface Credentials {
  /**
   * Credentials that can be used now, of a connection of the vendor; renewed first where they end within a minute. Every
   * reading is noted in the audit. Throws `not_found`, and what `Refresher.fresh` throws.
   */
  read(vendorId: string, reference: Reference, by: Author): Promise<Opened>;
  readonly revoke: Revocation['revoke'];
  /** Takes up what an earlier process left, and begins to renew in the background. */
  start(): Promise<void>;
  /** One round of what happens in the background. */
  renewDue(): Promise<void>;
  /** Begins nothing anew in the background; resolves when what is under way has ended. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export type CredentialsSetup = Omit<CredentialsParts, 'journal'> & { readonly dataDir: string };

export function createCredentials(setup: CredentialsSetup): Credentials {
  const { store, audit, clock } = setup;
  const parts: CredentialsParts = { ...setup, journal: createRefreshJournal(setup) };
  const revocation = createRevocation(parts);
  const settler = createSettler({
    ...parts,
    onGone: ({ of, tokens }) =>
      revocation.revokeTokens({ ...of, sealed_credentials: null }, tokens, { actor: 'system' }),
  });
  const refresher = createRefresher(parts, settler);
  const renewal = createRenewal({ ...parts, refresher, settler });

  function note(row: ConnectionRow, by: Author, code: string | null): void {
    audit.record({
      vendorId: row.vendor_id,
      action: 'connection.credentials_read',
      outcome: code === null ? 'accepted' : 'refused',
      ...by,
      customerId: row.customer_id,
      target: row.id,
      code,
      detail: { provider: row.provider },
    });
  }

  async function stop(): Promise<void> {
    await renewal.stop();
    await Promise.all([refresher.idle(), revocation.idle()]);
  }

  return {
    async read(vendorId, reference, by) {
      const row = await store.findOfVendor(vendorId, reference, clock());
      if (row === undefined) throw new InlayError('not_found');
      try {
        assertConnected(row);
        const opened = await besideDeadline(() => refresher.fresh(row, by));
        note(row, by, null);
        return opened;
      } catch (error) {
        note(row, by, toInlayError(error).code);
        throw error;
      }
    },
    revoke: (row, by) => revocation.revoke(row, by),
    start: () => renewal.start(),
    renewDue: () => renewal.run(),
    stop,
    async close() {
      await stop();
      settler.close();
    },
  };
}
