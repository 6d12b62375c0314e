import { hash as digest, timingSafeEqual } from 'node:crypto';
import { InlayError } from '@inlay/shared';
import type { Transaction } from 'kysely';
import { newId } from '../crypto/ids.ts';
import { randomText } from '../crypto/random-text.ts';
import type { Database } from '../database/open.ts';
import type { ApiKeyRow, Schema } from '../database/schema.ts';
import { Recent } from '../recent.ts';
import { changeAccounts } from './change.ts';
import type { AccountServices, Author } from './change.ts';
import type { PageQuery } from './customers.ts';
import type { Directory } from './directory.ts';
import type { Scope } from './scopes.ts';
import type { ApiKey } from './types.ts';

/** Random characters of a key, five bits each: 200 bits, of which the prefix that people see gives away 40. */
const keyLength = 40;
const prefixLength = 12;

/** A key as it was just made: the only time its text can be seen. */
export interface NewApiKey {
  readonly row: ApiKeyRow;
  readonly key: string;
}

/** Makes an API key within `transaction`. The text goes to the caller, its hash to the database. */
export async function insertApiKey(
  transaction: Transaction<Schema>,
  vendorId: string,
  name: string,
  scopes: readonly Scope[],
  now: number,
): Promise<NewApiKey> {
  const key = `inl_${randomText(keyLength)}`;
  const row: ApiKeyRow = {
    id: newId('key'),
    vendor_id: vendorId,
    name,
    prefix: key.slice(0, prefixLength),
    hash: hashApiKey(key),
    scopes: JSON.stringify(scopes),
    created_at: now,
    last_used_at: null,
    revoked_at: null,
  };
  await transaction.insertInto('api_keys').values(row).execute();
  return { row, key };
}

/** Makes an API key of `vendorId` with `scopes`. */
export async function createApiKey(
  services: AccountServices,
  author: Author,
  vendorId: string,
  input: { readonly name: string; readonly scopes: readonly Scope[] },
): Promise<NewApiKey> {
  const made = await changeAccounts(services, vendorId, (transaction, now) =>
    insertApiKey(transaction, vendorId, input.name, input.scopes, now),
  );
  const detail = { name: input.name, scopes: input.scopes };
  services.audit.record({
    vendorId,
    action: 'api_key.created',
    outcome: 'changed',
    ...author,
    target: made.row.id,
    detail,
  });
  return made;
}

/** Revokes a key, at once and for good. Throws `not_found` where the vendor has no such key. */
export async function revokeApiKey(
  services: AccountServices,
  author: Author,
  vendorId: string,
  id: string,
): Promise<void> {
  const revoked = await changeAccounts(services, vendorId, async (transaction, now) => {
    const found = await transaction
      .selectFrom('api_keys')
      .select('revoked_at')
      .where('vendor_id', '=', vendorId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (found === undefined) throw new InlayError('not_found');
    if (found.revoked_at !== null) return false;
    await transaction.updateTable('api_keys').set({ revoked_at: now }).where('id', '=', id).execute();
    return true;
  });
  if (!revoked) return;
  services.audit.record({ vendorId, action: 'api_key.revoked', outcome: 'changed', ...author, target: id });
}

/**
 * Finds the unrevoked key with this text, as the directory has it: a revocation here holds at once, one elsewhere as soon
 * as any other change. It is looked for by hash, so that no comparison runs along the secret itself.
 */
export async function findApiKey(directory: Directory, key: string): Promise<ApiKey | undefined> {
  const hash = hashApiKey(key);
  const found = await directory.apiKey(hash);
  return found !== undefined && timingSafeEqual(Buffer.from(found.hash), Buffer.from(hash)) ? found : undefined;
}

/** Finds a key of `vendorId`, revoked or not. Throws `not_found`. */
export async function getApiKey(database: Database, vendorId: string, id: string): Promise<ApiKeyRow> {
  const row = await database
    .selectFrom('api_keys')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new InlayError('not_found');
  return row;
}

/** One page of a vendor's keys, revoked ones included. */
export function listApiKeys(database: Database, vendorId: string, page: PageQuery): Promise<ApiKeyRow[]> {
  return database
    .selectFrom('api_keys')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .$if(page.after !== undefined, (query) => query.where('id', '<', page.after ?? ''))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** Milliseconds between two notes of a key's use: each costs a write. */
const noteInterval = 60_000;

/** Notes that keys are used, each at most once a minute. */
export function createKeyUse(database: Database): (key: ApiKey, now: number) => Promise<void> {
  const noted = new Recent<string, number>(10_000);
  return async ({ id, lastUsedAt }, now) => {
    const before = Math.max(lastUsedAt ?? 0, noted.get(id) ?? 0);
    if (Math.abs(now - before) < noteInterval) return;
    noted.set(id, now);
    await database.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', id).execute();
  };
}

function hashApiKey(key: string): string {
  return digest('sha256', key, 'base64url');
}
