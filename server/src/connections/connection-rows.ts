import { newId } from '../crypto/ids.ts';
import { credentialsRow } from '../crypto/sealed-columns.ts';
import type { Vault } from '../crypto/sealing.ts';
import type { ConnectionRow } from '../database/schema.ts';
import type { Account } from './account.ts';
import type { Caller } from './caller.ts';
import type { FieldValues } from './fields.ts';
import type { ProviderEntry } from './provider-entry.ts';

/** The columns of tokens that end, where there are none. */
const withoutTokens = {
  scopes: null,
  access_expires_at: null,
  renew_at: null,
  refresh_id: null,
  refresh_started_at: null,
  refresh_failures: 0,
} as const;

/** The row of a first try, before the provider was asked. It holds no credentials. */
export function connectingRow(
  caller: Caller,
  provider: ProviderEntry,
  values: FieldValues,
  now: number,
): ConnectionRow {
  return {
    id: newId('connection'),
    vendor_id: caller.vendorId,
    customer_id: caller.customerId,
    member_id: caller.memberId,
    external_id: null,
    provider: provider.id,
    status: 'connecting',
    account_id: null,
    account_label: null,
    fields: JSON.stringify(values.open),
    sealed_credentials: null,
    error_code: null,
    connected_at: null,
    ...withoutTokens,
    created_at: now,
    updated_at: now,
  };
}

/** The row of a connection that a vendor made, and nobody has connected yet. */
export function shellRow(
  of: {
    readonly vendorId: string;
    readonly customerId: string;
    readonly provider: string;
    readonly externalId: string | null;
  },
  now: number,
): ConnectionRow {
  return {
    id: newId('connection'),
    vendor_id: of.vendorId,
    customer_id: of.customerId,
    member_id: null,
    external_id: of.externalId,
    provider: of.provider,
    status: 'disconnected',
    account_id: null,
    account_label: null,
    fields: '{}',
    sealed_credentials: null,
    error_code: null,
    connected_at: null,
    ...withoutTokens,
    created_at: now,
    updated_at: now,
  };
}

/**
 * When a change of `row` happened: now, or a millisecond after the change before it where a clock says otherwise, so that
 * whoever hears of both can tell which is the younger.
 */
export function laterThan({ updated_at: before }: Pick<ConnectionRow, 'updated_at'>, now: number): number {
  return Math.max(now, before + 1);
}

/** What a row becomes once its credentials are proven good: all that belongs to them changes together. */
export async function connectedRow(
  vault: Vault,
  row: ConnectionRow,
  values: FieldValues,
  account: Account | null,
  now: number,
): Promise<ConnectionRow> {
  return {
    ...row,
    status: 'connected',
    account_id: account?.id ?? null,
    account_label: account?.label ?? null,
    fields: JSON.stringify(values.open),
    sealed_credentials: await vault.seal(JSON.stringify(values.secret), credentialsRow(row.id)),
    error_code: null,
    connected_at: now,
    ...withoutTokens,
    updated_at: laterThan(row, now),
  };
}

/** What a row becomes when its credentials are wiped. Its account stays known. */
export function disconnectedRow(row: ConnectionRow, now: number): ConnectionRow {
  return {
    ...row,
    status: 'disconnected',
    sealed_credentials: null,
    error_code: null,
    connected_at: null,
    ...withoutTokens,
    updated_at: laterThan(row, now),
  };
}
