import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { InlayError } from '@inlay/shared';
import type { Transaction } from 'kysely';
import { newId } from '../crypto/ids.ts';
import { thumbprintOf, readRsaPublicKey } from '../crypto/rsa-public-key.ts';
import type { RsaPublicKey } from '../crypto/rsa-public-key.ts';
import type { Database } from '../database/open.ts';
import type { Schema, SigningKeyRow } from '../database/schema.ts';
import { boundLabour } from './bound-labour.ts';
import { changeAccounts } from './change.ts';
import type { AccountServices, Author } from './change.ts';
import { violatesUnique } from './conflicts.ts';
import type { PageQuery } from './customers.ts';

const generate = promisify(generateKeyPair);
const kidForm = /^[A-Za-z0-9._~-]{1,128}$/;

/** A public key of the vendor's own, as PEM text or JWK; `kid` is the thumbprint where none is given. */
export interface KeyRegistration {
  readonly publicKey: string | Readonly<Record<string, unknown>>;
  readonly kid?: string;
}

/** A wish for a key whose private half stays here, sealed. */
export interface KeyGeneration {
  readonly generate: { readonly bits: 2048 | 3072 | 4096 };
  readonly kid?: string;
}

/** Where the private half of a key made here is sealed for. */
export function privateKeyRow(id: string): string {
  return `signing_keys/${id}/private_key`;
}

/**
 * Registers a public key. Throws `signing_key_private`, `signing_key_invalid` or `signing_key_weak`, `rate_limited`, and
 * `signing_key_taken` where the vendor has this key or this `kid` already, revoked ones included.
 */
export async function registerSigningKey(
  services: AccountServices,
  author: Author,
  vendorId: string,
  input: KeyRegistration,
): Promise<SigningKeyRow> {
  const key = await boundLabour(() => readRsaPublicKey(input.publicKey));
  if (input.kid !== undefined && key.kid !== undefined && input.kid !== key.kid) {
    throw invalidKid('differs from the kid of the JWK');
  }
  return insert(services, author, vendorId, newId('key'), key, input.kid ?? key.kid, null);
}

/** Makes a key pair; the private half is kept sealed. Throws `signing_key_taken` and `rate_limited`. */
export async function generateSigningKey(
  services: AccountServices,
  author: Author,
  vendorId: string,
  input: KeyGeneration,
): Promise<SigningKeyRow> {
  const id = newId('key');
  const { bits } = input.generate;
  const { publicKey, privateKey } = await boundLabour(() =>
    generate('rsa', {
      modulusLength: bits,
      publicExponent: 65_537,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }),
  );
  const { n = '', e = '' } = createPublicKey(publicKey).export({ format: 'jwk' });
  const jwk = { kty: 'RSA', n, e } as const;
  const sealed = await services.vault.seal(privateKey, privateKeyRow(id));
  const key = { jwk, thumbprint: thumbprintOf(jwk), bits, kid: undefined };
  return insert(services, author, vendorId, id, key, input.kid, sealed);
}

/**
 * Retires a key (no new links by it; its sessions go on) or revokes it (its sessions end too, and a private half kept
 * here is erased). Throws `not_found`, and `request_invalid` for a revoked key that should become anything else.
 */
export async function setSigningKeyStatus(
  services: AccountServices,
  author: Author,
  vendorId: string,
  id: string,
  status: 'retired' | 'revoked',
): Promise<SigningKeyRow> {
  const { before, row } = await changeAccounts(services, vendorId, async (transaction, now) => {
    const before = await transaction
      .selectFrom('signing_keys')
      .selectAll()
      .where('vendor_id', '=', vendorId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (before === undefined) throw new InlayError('not_found');
    if (before.status === status) return { before, row: before };
    if (before.status === 'revoked') {
      throw new InlayError('request_invalid', {
        details: [{ path: '/status', message: 'a revoked key stays revoked' }],
      });
    }
    const row = await transaction
      .updateTable('signing_keys')
      .set({ status, updated_at: now, ...(status === 'revoked' ? { revoked_at: now, sealed_private_key: null } : {}) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return { before, row };
  });
  if (before.status !== status) record(services, author, `signing_key.${status}`, row);
  return row;
}

/** Finds a key. Throws `not_found`. */
export async function getSigningKey(database: Database, vendorId: string, id: string): Promise<SigningKeyRow> {
  const row = await database
    .selectFrom('signing_keys')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new InlayError('not_found');
  return row;
}

/** One page of a vendor's keys. */
export function listSigningKeys(database: Database, vendorId: string, page: PageQuery): Promise<SigningKeyRow[]> {
  return database
    .selectFrom('signing_keys')
    .selectAll()
    .where('vendor_id', '=', vendorId)
    .$if(page.after !== undefined, (query) => query.where('id', '<', page.after ?? ''))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

async function insert(
  services: AccountServices,
  author: Author,
  vendorId: string,
  id: string,
  key: RsaPublicKey,
  kid: string = key.thumbprint,
  sealed: string | null,
): Promise<SigningKeyRow> {
  if (!kidForm.test(kid)) throw invalidKid('must be 1 to 128 letters, digits, dots, hyphens, underscores or tildes');
  const row = await changeAccounts(services, vendorId, async (transaction, now) => {
    // Keys made here are published together, all vendors' in one set: there no kid may stand twice.
    if (sealed !== null && (await isPublished(transaction, kid))) throw new InlayError('signing_key_taken');
    const values: SigningKeyRow = {
      id,
      vendor_id: vendorId,
      kid,
      public_jwk: JSON.stringify(key.jwk),
      thumbprint: key.thumbprint,
      bits: key.bits,
      sealed_private_key: sealed,
      status: 'active',
      revoked_at: null,
      created_at: now,
      updated_at: now,
    };
    await transaction.insertInto('signing_keys').values(values).execute();
    return values;
  }).catch((error: unknown) => {
    const taken = violatesUnique(error, 'signing_keys', 'kid') || violatesUnique(error, 'signing_keys', 'thumbprint');
    throw taken ? new InlayError('signing_key_taken', { cause: error }) : error;
  });
  record(services, author, 'signing_key.created', row);
  return row;
}

async function isPublished(transaction: Transaction<Schema>, kid: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('signing_keys')
    .select('id')
    .where('kid', '=', kid)
    .where('sealed_private_key', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

function invalidKid(message: string): InlayError {
  return new InlayError('signing_key_invalid', { details: [{ path: '/kid', message }] });
}

function record(services: AccountServices, author: Author, action: string, row: SigningKeyRow): void {
  const { vendor_id: vendorId, id: target, kid, thumbprint, bits } = row;
  const detail = { kid, thumbprint, bits };
  services.audit.record({ vendorId, action, outcome: 'changed', ...author, target, detail });
}
