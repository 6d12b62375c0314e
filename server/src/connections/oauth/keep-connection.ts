import { InlayError } from '@inlay/shared';
import type { Clock } from '../../clock.ts';
import type { Vault } from '../../crypto/sealing.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import type { Account } from '../account.ts';
import { connectingRow, laterThan } from '../connection-rows.ts';
import type { ConnectionStore } from '../connection-store.ts';
import { sealTokens } from '../credentials/stored.ts';
import { tokenColumns } from '../credentials/token-columns.ts';
import type { EventHub } from '../event-hub.ts';
import type { FieldValues } from '../fields.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import { callerOf } from './flow.ts';
import type { Flow } from './flow.ts';
import type { TokenSet } from './token-set.ts';

/** What writing a connection needs. */
export interface KeepParts {
  readonly store: ConnectionStore;
  readonly events: EventHub;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** What an authorization brought. */
export interface Granted {
  readonly entry: OAuthEntry;
  readonly values: FieldValues;
  readonly tokens: TokenSet;
  readonly account: Account;
}

/** Times a reconnection starts over because the row changed under it. */
const replaceTries = 5;

/**
 * Writes what was granted: a new row, or over the old one once the account is proven the same. Throws `account_mismatch`,
 * and `connection_missing` where the connection is gone or was disconnected meanwhile, which is the later wish.
 */
export async function keepConnection(parts: KeepParts, flow: Flow, granted: Granted): Promise<void> {
  const { store, events, vault, clock } = parts;
  const reference = { id: flow.connectionId };
  const now = clock();
  const granting = async (row: ConnectionRow): Promise<ConnectionRow> => ({
    ...row,
    status: 'connected',
    member_id: row.member_id ?? flow.memberId,
    account_id: granted.account.id,
    account_label: granted.account.label,
    fields: JSON.stringify(granted.values.open),
    sealed_credentials: await sealTokens(vault, row.id, granted.tokens),
    error_code: null,
    connected_at: now,
    ...tokenColumns(granted.tokens, now),
    updated_at: laterThan(row, now),
  });
  if (flow.isNew) {
    const row = connectingRow(callerOf(flow), granted.entry, granted.values, now);
    events.publish([await store.insert(await granting({ ...row, id: flow.connectionId }))]);
    return;
  }
  const before = await store.find(flow.customerId, reference, now);
  let current = before;
  for (let tries = 0; tries < replaceTries; tries += 1) {
    if (current === undefined) throw new InlayError('connection_missing');
    if (current.account_id !== null && current.account_id !== granted.account.id) {
      throw new InlayError('account_mismatch');
    }
    const told = await store.replace(current, await granting(current));
    if (told !== undefined) {
      events.publish(told);
      return;
    }
    current = await store.find(flow.customerId, reference, now);
    if (current?.status === 'disconnected' && before?.status !== 'disconnected') {
      throw new InlayError('connection_missing', { detail: 'disconnected meanwhile' });
    }
  }
  throw new InlayError('service_unavailable', { detail: `${flow.connectionId} kept changing`, retryAfter: 1 });
}
