import { randomUUID, createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { InlayError, defaultPagePath, parsePagePath } from '@inlay/shared';
import type { Theme } from '@inlay/shared';
import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { privateKeyRow } from '../accounts/signing-keys.ts';
import type { Customer, Member, Vendor } from '../accounts/types.ts';
import type { Clock } from '../clock.ts';
import type { Vault } from '../crypto/sealing.ts';
import type { Database } from '../database/open.ts';
import { iatTolerance } from './claims.ts';
import { chooseOrigin } from './policy.ts';

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
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** Makes direct links in a vendor's name, with the newest active key whose private half this server holds. */
export function createMint(database: Database, vault: Vault, clock: Clock, publicOrigin: string): Mint {
  const keys = new LRUCache<string, HeldKey>({ max: 1_000 });

  async function heldKey(vendor: Vendor): Promise<HeldKey> {
    for (const { id, kid, status } of vendor.signingKeys) {
      if (status !== 'active') continue;
      const known = keys.get(id);
      if (known !== undefined) return known;
      const row = await database
        .selectFrom('signing_keys')
        .select('sealed_private_key')
        .where('id', '=', id)
        .executeTakeFirst();
      if (row?.sealed_private_key == null) continue;
      const key = { kid, privateKey: createPrivateKey(await vault.open(row.sealed_private_key, privateKeyRow(id))) };
      keys.set(id, key);
      return key;
    }
    throw new InlayError('signing_key_not_held');
  }

  return async ({ vendor, customer, member, path = defaultPagePath, origin, locale, theme }) => {
    const page = parsePagePath(path, publicOrigin);
    if (page === undefined) throw new InlayError('path_invalid');
    const chosen = chooseOrigin(customer, origin);
    const { kid, privateKey } = await heldKey(vendor);
    const iat = Math.floor(clock() / 1000);
    const jti = randomUUID();
    const token = await new SignJWT({ origin: chosen, path: page.path })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .setSubject([vendor.key, customer.id, ...(member === undefined ? [] : [member.id])].join(':'))
      .setIssuedAt(iat)
      .setJti(jti)
      .sign(privateKey);
    const url = new URL('/direct_link', publicOrigin);
    url.searchParams.set('token', token);
    url.searchParams.set('path', page.path);
    if (locale !== undefined) url.searchParams.set('locale', locale);
    if (theme !== undefined) url.searchParams.set('theme', theme);
    return { url: url.href, token, jti, expiresAt: (iat + iatTolerance) * 1000 };
  };
}
