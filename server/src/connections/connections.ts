import { InlayError } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { Vault } from '../crypto/sealing.ts';
import type { Database } from '../database/open.ts';
import type { ConnectionRow } from '../database/schema.ts';
import { toInlayError } from '../http/errors.ts';
import type { Outbound } from '../http/outbound.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { noteConnection } from './caller.ts';
import type { Caller } from './caller.ts';
import { pruneEvents } from './connection-events.ts';
import { connectedRow, connectingRow, disconnectedRow } from './connection-rows.ts';
import type { ConnectionStore, VendorQuery } from './connection-store.ts';
import type { Credentials } from './credentials/credentials.ts';
import type { EventHub } from './event-hub.ts';
import { withFixedFields } from './available-providers.ts';
import { readFields } from './fields.ts';
import type { FieldValues } from './fields.ts';
import type { KeyEntry } from './provider-entry.ts';
import type { Providers } from './providers.ts';
import { verifyCredentials } from './verify.ts';

type Input = Readonly<Record<string, string>>;

/** A customer's connections. A connection of another customer is as missing as one that never was. */
export interface Connections {
  readonly providers: Providers;
  readonly events: EventHub;
  list(customerId: string): Promise<ConnectionRow[]>;
  /** One page of a vendor's connections, newest first; those of one customer where it is named. */
  listOfVendor(query: VendorQuery): Promise<ConnectionRow[]>;
  findOfVendor(vendorId: string, reference: Reference): Promise<ConnectionRow | undefined>;
  /** Throws `connection_missing`. */
  get(customerId: string, reference: Reference | undefined): Promise<ConnectionRow>;
  /**
   * Connects a provider anew. A first try that fails leaves no connection behind, as people expect of a form that was
   * refused: its events say `connecting` and then `error`, and the row is gone.
   * Throws `provider_not_configured`, `fields_invalid`, `credentials_invalid`, `provider_unavailable`, `rate_limited`.
   */
  create(caller: Caller, providerId: string, input: Input): Promise<ConnectionRow>;
  /**
   * Gives a connection fresh credentials, whatever its status. Until they are proven good, and the account proven the
   * same, the old ones and the status stay as they are. Throws as `create`, and `connection_missing`, `account_mismatch`.
   */
  reconnect(caller: Caller, reference: Reference | undefined, input: Input): Promise<ConnectionRow>;
  /** Wipes the credentials. The account stays known, so that reconnecting still proves that it is the same. */
  disconnect(caller: Caller, reference: Reference | undefined): Promise<ConnectionRow>;
  /** Removes first tries whose process died, and events that are too old. */
  sweep(): Promise<void>;
  close(): void;
}

/** What connections are built on. */
export interface ConnectionParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly store: ConnectionStore;
  readonly events: EventHub;
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly outbound: Outbound;
  readonly providers: Providers;
  /** Has a provider forget the credentials of a connection that is ended. */
  readonly revoke: Credentials['revoke'];
  /** Bounds how often a customer's people may have credentials checked. */
  readonly attempts: RateLimit;
}

/** Times a reconnection starts over because the row changed under it. */
const replaceTries = 5;

export function createConnections({
  database,
  clock,
  store,
  events,
  vault,
  audit,
  outbound,
  providers,
  revoke,
  attempts,
}: ConnectionParts): Connections {
  /** The provider as the caller's customer may connect it, and its form, with what was set in place of what was filled in. */
  async function readForm(
    { vendorId, customerId }: Caller,
    id: string,
    input: Input,
  ): Promise<{ provider: KeyEntry; values: FieldValues }> {
    const available = await providers.available.get(vendorId, customerId, id);
    const { entry: provider } = available;
    // One that authorises in its own window is not connected by what somebody fills in.
    if (provider.kind === 'oauth2') throw new InlayError('provider_not_configured');
    return { provider, values: readFields(provider, withFixedFields(available, input), outbound.faultOf) };
  }

  async function find(customerId: string, reference: Reference | undefined): Promise<ConnectionRow> {
    const row = reference && (await store.find(customerId, reference, clock()));
    if (row === undefined) throw new InlayError('connection_missing');
    return row;
  }

  function spendAttempt(customerId: string): void {
    attempts.check(customerId);
    attempts.count(customerId);
  }

  const note = noteConnection.bind(undefined, audit);

  async function giveUp(row: ConnectionRow, code: string): Promise<void> {
    const event = await store.removeFailed(row, code, clock());
    if (event !== undefined) events.publish([event]);
  }

  return {
    providers,
    events,
    list: (customerId) => store.list(customerId, clock()),
    listOfVendor: (query) => store.listOfVendor(query, clock()),
    findOfVendor: (vendorId, reference) => store.findOfVendor(vendorId, reference, clock()),
    get: find,

    async create(caller, providerId, input) {
      const { provider, values } = await readForm(caller, providerId, input);
      spendAttempt(caller.customerId);
      const row = connectingRow(caller, provider, values, clock());
      events.publish([await store.insert(row)]);
      try {
        const next = await connectedRow(
          vault,
          row,
          values,
          await verifyCredentials(outbound, provider, values),
          clock(),
        );
        const told = await store.replace(row, next);
        if (told === undefined) throw new InlayError('connection_missing');
        events.publish(told);
        note(caller, 'connected', row);
        return next;
      } catch (error) {
        const { code } = toInlayError(error);
        note(caller, 'connected', row, code);
        // Where the database is away too, the sweep clears up.
        await giveUp(row, code).catch(() => undefined);
        throw error;
      }
    },

    async reconnect(caller, reference, input) {
      const before = await find(caller.customerId, reference);
      if (before.status === 'connecting') throw new InlayError('connection_missing', { detail: 'not connected yet' });
      const { provider, values } = await readForm(caller, before.provider, input);
      spendAttempt(caller.customerId);
      try {
        const account = await verifyCredentials(outbound, provider, values);
        let current = before;
        for (let tries = 0; tries < replaceTries; tries += 1) {
          if (current.account_id !== null && current.account_id !== (account?.id ?? null)) {
            throw new InlayError('account_mismatch');
          }
          const next = await connectedRow(vault, current, values, account, clock());
          const told = await store.replace(current, next);
          if (told !== undefined) {
            events.publish(told);
            note(caller, 'reconnected', next);
            return next;
          }
          current = await find(caller.customerId, { id: before.id });
          // Somebody disconnected while the provider was asked: that is the later wish.
          if (current.status === 'disconnected' && before.status !== 'disconnected') return current;
        }
        throw new InlayError('service_unavailable', { detail: `${before.id} kept changing`, retryAfter: 1 });
      } catch (error) {
        note(caller, 'reconnected', before, toInlayError(error).code);
        throw error;
      }
    },

    async disconnect(caller, reference) {
      for (let tries = 0; tries < replaceTries; tries += 1) {
        const row = await find(caller.customerId, reference);
        if (row.status === 'disconnected') return row;
        if (row.status === 'connecting') throw new InlayError('connection_missing', { detail: 'not connected yet' });
        const next = disconnectedRow(row, clock());
        const told = await store.replace(row, next);
        if (told === undefined) continue;
        events.publish(told);
        note(caller, 'disconnected', row);
        revoke(row, { actor: caller.actor, requestId: caller.requestId });
        return next;
      }
      throw new InlayError('service_unavailable', { detail: 'the connection kept changing', retryAfter: 1 });
    },

    async sweep() {
      for (const row of await store.abandoned(clock())) await giveUp(row, 'provider_unavailable');
      await pruneEvents(database, clock());
    },
    close: () => events.close(),
  };
}
