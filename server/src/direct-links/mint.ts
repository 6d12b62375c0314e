import { randomUUID, createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { InlayError, defaultPagePath, parsePagePath } from '@inlay/shared';
import type { Theme } from '@inlay/shared';
import type { AccountServices } from '../accounts/change.ts';
import { generateSigningKey, privateKeyRow } from '../accounts/signing-keys.ts';
import type { Customer, Member, Vendor } from '../accounts/types.ts';
import type { SigningKeyRow } from '../database/schema.ts';
import { Recent } from '../recent.ts';
import { iatTolerance } from './claims.ts';
import { chooseOrigin } from './policy.ts';
import type { Signer } from './sign.ts';

/** What a link is to be for. */
export interface MintRequest {
  readonly vendor: Vendor;
  readonly customer: Customer;
  readonly member?: Member | undefined;
  /** Default: `/embedded/connections`. The token is bound to it. */
  readonly path?: string | undefined;
  /** Needed where the customer has more than one embedding origin. */
  readonly origin?: string | undefined;
  readonly locale?: string | undefined;
  readonly theme?: Theme | undefined;
}

/** A direct link, made here. */
export interface MintedLink {
  readonly url: string;
  readonly token: string;
  readonly jti: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

export type Mint = (request: MintRequest) => Promise<MintedLink>;

interface HeldKey {
  /** Header of every token that this key signs, base64url. */
  readonly header: string;
  readonly privateKey: KeyObject;
}

/**
 * Makes direct links in a vendor's name, with the newest active key whose private half this server holds. A vendor that
 * never had one made is given one with its first link; one that retired its last is not, because that was a decision.
 */
export function createMint(services: AccountServices, publicOrigin: string, signer: Signer): Mint {
  const { audit, database, vault, clock } = services;
  const keys = new Recent<string, HeldKey>(1_000);
  const making = new Map<string, Promise<SigningKeyRow>>();

  async function heldKey(vendor: Vendor): Promise<HeldKey> {
    for (const { id, kid, status } of vendor.signingKeys) {
      if (status !== 'active') continue;
      const known = keys.get(id);
      if (known !== undefined) return known;
      const sealed = await sealedKey(id);
      if (sealed !== null) return open(vendor.id, id, kid, sealed);
    }
    const { id, kid, sealed_private_key: sealed } = await firstKey(vendor.id);
    return open(vendor.id, id, kid, sealed ?? '');
  }

  async function sealedKey(id: string): Promise<string | null> {
    const query = database.selectFrom('signing_keys').select('sealed_private_key').where('id', '=', id);
    return (await query.executeTakeFirst())?.sealed_private_key ?? null;
  }

  async function open(vendorId: string, id: string, kid: string, sealed: string): Promise<HeldKey> {
    const text = await vault.open(sealed, privateKeyRow(id)).catch((error: unknown) => {
      const entry = { vendorId, action: 'signing_key.opened', actor: 'system', target: id } as const;
      audit.record({ ...entry, outcome: 'refused', code: 'internal_error' });
      throw error;
    });
    const privateKey = createPrivateKey(text);
    const key = { header: encode({ alg: 'RS256', typ: 'JWT', kid }), privateKey };
    keys.set(id, key);
    return key;
  }

  /** Has the vendor's first key made, once for however many links wait for it. */
  async function firstKey(vendorId: string): Promise<SigningKeyRow> {
    const held = await database
      .selectFrom('signing_keys')
      .selectAll()
      .where('vendor_id', '=', vendorId)
      .where('sealed_private_key', 'is not', null)
      .execute();
    // Made since the vendor was read, by another link or another process.
    const active = held.find(({ status }) => status === 'active');
    if (active !== undefined) return active;
    if (held.length > 0) throw new InlayError('signing_key_not_held');
    const made =
      making.get(vendorId) ?? generateSigningKey(services, { actor: 'system' }, vendorId, { generate: { bits: 2048 } });
    making.set(vendorId, made);
    return made.finally(() => making.delete(vendorId));
  }

  return async ({ vendor, customer, member, path = defaultPagePath, origin, locale, theme }) => {
    const page = parsePagePath(path, publicOrigin);
    if (page === undefined) throw new InlayError('path_invalid');
    const chosen = chooseOrigin(customer, origin);
    const { header, privateKey } = await heldKey(vendor);
    const iat = Math.floor(clock() / 1000);
    const jti = randomUUID();
    const sub = [vendor.key, customer.id, ...(member === undefined ? [] : [member.id])].join(':');
    const input = `${header}.${encode({ sub, iat, jti, origin: chosen, path: page.path })}`;
    const token = `${input}.${await signer.sign(input, privateKey)}`;
    const query = new URLSearchParams({ path: page.path });
    if (locale !== undefined) query.set('locale', locale);
    if (theme !== undefined) query.set('theme', theme);
    // Nothing in a compact JWS needs an escape.
    const url = `${publicOrigin}/direct_link?token=${token}&${query.toString()}`;
    return { url, token, jti, expiresAt: (iat + iatTolerance) * 1000 };
  };
}

/** A part of a compact JWS: JSON in base64url (RFC 7515 §7.1). */
function encode(part: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
