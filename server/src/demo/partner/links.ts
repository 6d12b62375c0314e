import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

/** For whom, where and when a link is. */
export interface LinkWish {
  /** The partner's own ids of the customer and of the person. */
  readonly customer: string;
  readonly member?: string | undefined;
  /** Origin of the page that will frame it. */
  readonly origin: string;
  /** Page to open; default: the list of connections. */
  readonly path?: string | undefined;
  /** Seconds since 1970 UTC; default: now. */
  readonly issuedAt?: number;
}

/** Makes a direct link. */
export type SignLink = (wish: LinkWish) => Promise<string>;

/** What the partner signs with. */
export interface Signer {
  readonly inlayOrigin: string;
  readonly vendorKey: string;
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** All that a partner's backend has to do with Inlay while people use it: sign who they are, for half a minute. */
export function createLinkSigner({ inlayOrigin, vendorKey, kid, privateKey }: Signer): SignLink {
  return async ({ customer, member, origin, path, issuedAt }) => {
    const people = [customer, ...(member === undefined ? [] : [member])];
    const token = await new SignJWT({ origin })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setSubject([vendorKey, ...people.map((id) => encodeURIComponent(`E${id}`))].join(':'))
      .setIssuedAt(issuedAt)
      .setJti(randomUUID())
      .sign(privateKey);
    const link = new URL('/direct_link', inlayOrigin);
    link.searchParams.set('token', token);
    if (path !== undefined) link.searchParams.set('path', path);
    return link.href;
  };
}
