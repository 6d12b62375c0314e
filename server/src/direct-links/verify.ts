import { InlayError, parsePagePath } from '@inlay/shared';
import type { Page } from '@inlay/shared';
import type { Directory } from '../accounts/directory.ts';
import type { SigningKey, Vendor } from '../accounts/types.ts';
import { checkAudience, checkTime, readIat, readJti } from './claims.ts';
import type { KnownToken } from './known-tokens.ts';
import { chooseOrigin, findViewer } from './policy.ts';
import type { Viewer } from './policy.ts';
import { verifySignature } from './signature.ts';
import { parseSubject } from './subject.ts';
import { decodeToken } from './token.ts';
import type { DecodedToken } from './token.ts';

/** A link that holds in every respect but one: whether it was used is the session store's to say. */
export interface VerifiedLink extends Viewer {
  readonly vendor: Vendor;
  readonly signingKey: SigningKey;
  readonly page: Page;
  readonly origin: string;
  readonly iat: number;
  readonly jti: string;
}

/** What is known of a link at the point where its verification ended: for the audit and for the error page. */
export interface LinkFacts {
  token?: DecodedToken;
  vendor?: Vendor;
  /** Whether the signature held: from there on the vendor's own account facts may be told. */
  signed: boolean;
  /** Seconds that `iat` is away from the clock, in either direction. */
  age?: number;
  jti?: string;
  page?: Page;
  viewer?: Viewer;
}

/** What a link asks for, as the request had it. */
export interface LinkRequest {
  readonly token: string | null;
  readonly path: string;
}

/**
 * Verifies a direct link, in the order of the contract's table (2.4): form, then signature, then claims, then accounts,
 * so that nothing of a vendor's accounts is told to somebody who cannot sign for it. Changes nothing. `now` is the one
 * reading of the clock that the whole verdict rests on. `facts` is filled on the way, also when it throws. `known` is what is
 * known of this very token.
 * Throws an InlayError with a code of that table.
 */
export async function verifyLink(
  request: LinkRequest,
  directory: Directory,
  publicOrigin: string,
  now: number,
  facts: LinkFacts,
  known?: KnownToken,
): Promise<VerifiedLink> {
  const page = parsePagePath(request.path, publicOrigin);
  if (page === undefined) throw new InlayError('path_invalid');
  facts.page = page;
  if (request.token === null || request.token === '') throw new InlayError('token_missing');

  const token = known?.token ?? decodeToken(request.token);
  facts.token = token;
  const { claims } = token;
  const subject = parseSubject(claims.get('sub'));
  const vendor = await directory.vendorByKey(subject.vendorKey);
  if (vendor === undefined) throw new InlayError('vendor_missing', { detail: 'no vendor has this vendor key' });
  facts.vendor = vendor;
  const signingKey = verifySignature(request.token, token, vendor, known?.key);
  facts.signed = true;

  const iat = readIat(claims);
  facts.age = Math.abs(now / 1000 - iat);
  checkTime(claims, iat, now);
  checkAudience(claims, publicOrigin);
  const jti = readJti(claims);
  facts.jti = jti;
  checkPathClaim(claims.get('path'), page, publicOrigin);

  const viewer = await findViewer(directory, vendor, subject);
  facts.viewer = viewer;
  const origin = chooseOrigin(viewer.customer, claims.get('origin'));
  return { ...viewer, vendor, signingKey, page, origin, iat, jti };
}

/** A `path` claim binds the token to one page: the page that was asked for, in canonical form. */
function checkPathClaim(claim: unknown, page: Page, publicOrigin: string): void {
  if (claim === undefined) return;
  const bound = typeof claim === 'string' ? parsePagePath(claim, publicOrigin) : undefined;
  if (bound?.path !== page.path) throw new InlayError('path_invalid', { detail: 'the path claim names another page' });
}
