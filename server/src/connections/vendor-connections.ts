import { InlayError } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import type { Author } from '../accounts/change.ts';
import { violatesUnique } from '../accounts/conflicts.ts';
import { whereReference } from '../accounts/directory.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/open.ts';
import type { ConnectionRow } from '../database/schema.ts';
import type { Catalogue } from './catalogue.ts';
import { shellRow } from './connection-rows.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { Credentials } from './credentials/credentials.ts';
import type { EventHub } from './event-hub.ts';

/** What is stated of a connection that is to be connected later. */
export interface ShellInput {
  readonly customer: Reference;
  readonly provider: string;
  readonly externalId?: string | null;
}

/** What a vendor's backend does with connections itself, without a person of the customer. */
export interface VendorConnections {
  /**
   * Makes a connection without credentials, which a person then opens by its id and connects. Throws `not_found` where the
   * vendor has no such customer, `provider_not_configured` and `external_id_taken`.
   */
  create(vendorId: string, input: ShellInput, author: Author): Promise<ConnectionRow>;
  /** Throws `not_found` and `external_id_taken`. */
  rename(vendorId: string, reference: Reference, externalId: string | null, author: Author): Promise<ConnectionRow>;
  /** Ends a connection for good: its credentials are wiped and revoked. Throws `not_found`. */
  remove(vendorId: string, reference: Reference, author: Author): Promise<void>;
  /** Has the credentials of a customer revoked that `end` deletes with all its connections. */
  removeWith(vendorId: string, customer: Reference, author: Author, end: () => Promise<void>): Promise<void>;
}

interface VendorConnectionParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly store: ConnectionStore;
  readonly events: EventHub;
  readonly catalogue: Catalogue;
  readonly revoke: Credentials['revoke'];
}

/** Times a removal starts over because the row changed under it. */
const removeTries = 5;

export function createVendorConnections(parts: VendorConnectionParts): VendorConnections {
  const { database, clock, audit, store, events, catalogue, revoke } = parts;

  function note(row: ConnectionRow, action: 'created' | 'updated' | 'deleted', author: Author): void {
    const { vendor_id: vendorId, customer_id: customerId, id: target, provider, external_id: externalId } = row;
    const detail = { provider, externalId };
    audit.record({
      vendorId,
      action: `connection.${action}`,
      outcome: 'changed',
      ...author,
      customerId,
      target,
      detail,
    });
  }

  async function customerOf(vendorId: string, reference: Reference): Promise<string> {
    const customer = await database
      .selectFrom('customers')
      .select('id')
      .where('vendor_id', '=', vendorId)
      .where(...whereReference(reference))
      .executeTakeFirst();
    if (customer !== undefined) return customer.id;
    throw new InlayError('not_found', { details: [{ path: '/customer', message: 'names no customer' }] });
  }

  return {
    async create(vendorId, { customer, provider, externalId = null }, author) {
      const customerId = await customerOf(vendorId, customer);
      if (!catalogue.has(provider)) throw new InlayError('provider_not_configured');
      const row = shellRow({ vendorId, customerId, provider, externalId }, clock());
      events.publish([await store.insert(row).catch(refuseTakenExternalId)]);
      note(row, 'created', author);
      return row;
    },

    async rename(vendorId, reference, externalId, author) {
      const row = await store.rename(vendorId, reference, externalId, clock()).catch(refuseTakenExternalId);
      if (row === undefined) throw new InlayError('not_found');
      note(row, 'updated', author);
      return row;
    },

    async remove(vendorId, reference, author) {
      for (let tries = 0; tries < removeTries; tries += 1) {
        const row = await store.findOfVendor(vendorId, reference, clock());
        if (row === undefined) throw new InlayError('not_found');
        const event = await store.remove(row, clock());
        if (event === undefined) continue;
        events.publish([event]);
        note(row, 'deleted', author);
        revoke(row, author);
        return;
      }
      throw new InlayError('service_unavailable', { detail: 'the connection kept changing', retryAfter: 1 });
    },

    async removeWith(vendorId, customer, author, end) {
      const rows = await store.connectedOf(vendorId, customer);
      await end();
      for (const row of rows) revoke(row, author);
    },
  };
}

function refuseTakenExternalId(error: unknown): never {
  if (violatesUnique(error, 'connections', 'external_id')) throw new InlayError('external_id_taken', { cause: error });
  throw error;
}
