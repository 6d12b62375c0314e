import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { Reference } from '@inlay/shared';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { databaseTime, readDatabaseTime } from '../database/now.ts';
import type { Database } from '../database/open.ts';
import { toIntegration, toJodooMember } from '../jodoo/types.ts';
import type { JodooIntegration, JodooMember } from '../jodoo/types.ts';
import { Recent } from '../recent.ts';
import { toCustomer, toMember } from './types.ts';
import type { ApiKey, Customer, Member, Vendor } from './types.ts';

/**
 * Accounts as admission and sessions read them: from memory while nothing changed, so that a warm peek asks the database
 * for no account. A change made by this process holds at once; one made by another is noticed within `pollInterval`.
 * While changes cannot be noticed, nothing is answered from memory.
 */
export interface Directory {
  vendorByKey(key: string): Promise<Vendor | undefined>;
  vendorById(id: string): Promise<Vendor | undefined>;
  customer(vendorId: string, reference: Reference): Promise<Customer | undefined>;
  member(vendorId: string, reference: Reference): Promise<Member | undefined>;
  /** The unrevoked API key whose text has this SHA-256 (base64url). */
  apiKey(hash: string): Promise<ApiKey | undefined>;
  /** A Jodoo integration, whose id alone its addresses hold. */
  jodooIntegration(id: string): Promise<JodooIntegration | undefined>;
  jodooMember(id: string): Promise<JodooMember | undefined>;
  /** What `load` finds of a vendor, from memory until something of that vendor changes. */
  remember<T extends object>(vendorId: string, name: string, load: () => Promise<T>): Promise<T>;
  /** Forgets everything of a vendor, after a change made by this process. */
  changed(vendorId: string): void;
  /** Asks the database for changes made by other processes. */
  poll(): Promise<void>;
  close(): void;
}

/** Milliseconds between two looks for changes made elsewhere. */
const pollInterval = 1_000;
/** Milliseconds without a successful look after which memory is no longer trusted. */
const staleAfter = 4_000;
/** How far back a look reaches, in milliseconds of the database's clock: covers transactions that commit late. */
const lookBack = 120_000;

interface Entry {
  /** How many changes had been noticed when it was asked of the database. */
  readonly seen: number;
  readonly vendorId: string;
  readonly value: object;
}

export function createDirectory(database: Database, clock: Clock): Directory {
  const cache = new Recent<string, Entry>(50_000);
  const publicKeys = new Recent<string, KeyObject>(5_000);
  /** Changes noticed so far, of any vendor; and for each vendor, the number of its latest. */
  let changes = 0;
  const changedAt = new Map<string, number>();
  const versions = new Map<string, number>();
  let polledAt = clock();
  /** The time of the database at the last look. */
  let databaseTimeBefore: number | undefined;
  let polling: Promise<void> | undefined;
  const timer = setInterval(() => void poll().catch(() => undefined), pollInterval).unref();

  const changed = (vendorId: string): void => void changedAt.set(vendorId, (changes += 1));
  const isCurrent = ({ vendorId, seen }: Entry): boolean => (changedAt.get(vendorId) ?? 0) <= seen && isFresh();

  async function cached<T extends object | undefined>(
    name: string,
    load: () => Promise<T>,
    vendorOf: (value: NonNullable<T>) => string,
  ): Promise<T> {
    const entry = cache.get(name);
    if (entry !== undefined && isCurrent(entry)) return entry.value as T;
    // Counted before the load: a change during it leaves the entry out of date at once.
    const seen = changes;
    const value = await load();
    if (value !== undefined) cache.set(name, { seen, vendorId: vendorOf(value), value });
    return value;
  }

  const isFresh = (): boolean => Math.abs(clock() - polledAt) < staleAfter;

  function poll(): Promise<void> {
    polling ??= look().finally(() => {
      polling = undefined;
    });
    return polling;
  }

  async function look(): Promise<void> {
    const startedAt = clock();
    const time = await readDatabaseTime(database);
    const rows = await database
      .selectFrom('account_versions')
      .select(['vendor_id', 'version'])
      .where('changed_at', '>', sql<number>`${databaseTime(database)} - ${lookBack}`)
      .execute();
    for (const row of rows) {
      if (versions.get(row.vendor_id) !== row.version) changed(row.vendor_id);
      versions.set(row.vendor_id, row.version);
    }
    // A machine that slept, or a database whose clock jumped, may have missed more than one look reaches back to.
    const jump = Math.max(Math.abs(startedAt - polledAt), Math.abs(time - (databaseTimeBefore ?? time)));
    if (jump > lookBack / 2) cache.clear();
    polledAt = startedAt;
    databaseTimeBefore = time;
  }

  /** The key of a JWK's text: importing it costs more than verifying a signature, and it never changes. */
  function publicKeyOf(jwk: string): KeyObject {
    const known = publicKeys.get(jwk);
    if (known !== undefined) return known;
    const key = createPublicKey({ key: JSON.parse(jwk) as JsonWebKey, format: 'jwk' });
    publicKeys.set(jwk, key);
    return key;
  }

  async function loadVendor(column: 'key' | 'id', value: string): Promise<Vendor | undefined> {
    const row = await database.selectFrom('vendors').selectAll().where(column, '=', value).executeTakeFirst();
    if (row === undefined) return undefined;
    const keys = await database
      .selectFrom('signing_keys')
      .select(['id', 'kid', 'status', 'bits', 'public_jwk'])
      .where('vendor_id', '=', row.id)
      .orderBy('id', 'desc')
      .execute();
    return {
      id: row.id,
      key: row.key,
      name: row.name,
      adminCustomerId: row.admin_customer_id,
      directLinksEnabled: row.direct_links_enabled === 1,
      signingKeys: keys.map((key) => ({
        id: key.id,
        kid: key.kid,
        status: key.status,
        bits: key.bits,
        publicKey: publicKeyOf(key.public_jwk),
      })),
    };
  }

  async function loadApiKey(hash: string): Promise<ApiKey | undefined> {
    const row = await database
      .selectFrom('api_keys')
      .selectAll()
      .where('hash', '=', hash)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const scopes = JSON.parse(row.scopes) as string[];
    return { id: row.id, vendorId: row.vendor_id, hash: row.hash, scopes, lastUsedAt: row.last_used_at };
  }

  return {
    vendorByKey: (key) =>
      cached(
        `k/${key}`,
        () => loadVendor('key', key),
        (vendor) => vendor.id,
      ),
    vendorById: (id) =>
      cached(
        `v/${id}`,
        () => loadVendor('id', id),
        (vendor) => vendor.id,
      ),
    customer: (vendorId, reference) =>
      cached(
        `c/${vendorId}/${nameOf(reference)}`,
        async () => {
          const row = await database
            .selectFrom('customers')
            .selectAll()
            .where('vendor_id', '=', vendorId)
            .where(...whereReference(reference))
            .executeTakeFirst();
          return row && toCustomer(row);
        },
        (customer) => customer.vendorId,
      ),
    member: (vendorId, reference) =>
      cached(
        `m/${vendorId}/${nameOf(reference)}`,
        async () => {
          const row = await database
            .selectFrom('members')
            .selectAll()
            .where('vendor_id', '=', vendorId)
            .where(...whereReference(reference))
            .executeTakeFirst();
          return row && toMember(row);
        },
        (member) => member.vendorId,
      ),
    apiKey: (hash) =>
      cached(
        `a/${hash}`,
        () => loadApiKey(hash),
        (key) => key.vendorId,
      ),
    jodooIntegration: (id) =>
      cached(
        `ji/${id}`,
        async () => {
          const query = database.selectFrom('jodoo_integrations').selectAll().where('id', '=', id);
          const row = await query.executeTakeFirst();
          return row && toIntegration(row);
        },
        (integration) => integration.vendorId,
      ),
    jodooMember: (id) =>
      cached(
        `jm/${id}`,
        async () => {
          const row = await database.selectFrom('jodoo_members').selectAll().where('id', '=', id).executeTakeFirst();
          return row && toJodooMember(row);
        },
        (member) => member.vendorId,
      ),
    remember: (vendorId, name, load) => cached(`r/${vendorId}/${name}`, load, () => vendorId),
    changed,
    poll,
    close: () => clearInterval(timer),
  };
}

/** The condition that finds what `reference` names, among one vendor's rows. */
export function whereReference(reference: Reference): ['id' | 'external_id', '=', string] {
  return 'id' in reference ? ['id', '=', reference.id] : ['external_id', '=', reference.externalId];
}

function nameOf(reference: Reference): string {
  return 'id' in reference ? reference.id : `E${reference.externalId}`;
}
