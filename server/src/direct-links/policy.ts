import { InlayError } from '@inlay/shared';
import type { ErrorCode, Reference } from '@inlay/shared';
import type { Directory } from '../accounts/directory.ts';
import type { Customer, Member, Vendor } from '../accounts/types.ts';
import type { Subject } from './subject.ts';

/** Whom a link admits. */
export interface Viewer {
  readonly customer: Customer;
  readonly member: Member | undefined;
}

/** Finds the customer and member that `subject` names and checks that they may be admitted, in the contract's order. */
export async function findViewer(directory: Directory, vendor: Vendor, subject: Subject): Promise<Viewer> {
  if (vendor.adminCustomerId === null) throw new InlayError('vendor_admin_missing');
  if (!vendor.directLinksEnabled) throw new InlayError('vendor_direct_team_link_disabled');
  const customer = await directory.customer(vendor.id, subject.customer);
  if (customer === undefined) {
    throw new InlayError((await isManager(directory, vendor, subject.customer)) ? 'team_not_allowed' : 'team_missing');
  }
  const isAdmin = customer.id === vendor.adminCustomerId;
  const memberIsManager = subject.member !== undefined && (await isManager(directory, vendor, subject.member));
  if (isAdmin || memberIsManager) throw new InlayError('team_not_allowed');
  const fault = customerFault(customer);
  if (fault !== undefined) throw new InlayError(fault);
  if (subject.member === undefined) return { customer, member: undefined };
  const member = await directory.member(vendor.id, subject.member);
  if (member === undefined || member.customerId !== customer.id) throw new InlayError('member_invalid');
  if (!member.confirmed) throw new InlayError('member_unconfirmed');
  return { customer, member };
}

/** Why a customer's people cannot be admitted; `undefined` where they can. */
export function customerFault(customer: Customer): ErrorCode | undefined {
  if (!customer.confirmed) return 'team_unconfirmed';
  if (!customer.directLinksEnabled) return 'team_direct_team_link_disabled';
  if (customer.samlRequired) return 'team_saml_required';
  return undefined;
}

/** Whether `reference` names a manager in the vendor's admin account. */
async function isManager(directory: Directory, vendor: Vendor, reference: Reference): Promise<boolean> {
  const member = await directory.member(vendor.id, reference);
  return member !== undefined && member.role === 'manager' && member.customerId === vendor.adminCustomerId;
}

/**
 * The embedding origin that a link is for: its `origin` claim, compared as a whole string with the customer's list, or
 * the only one there is. Throws `origin_missing` or `origin_not_allowed`.
 */
export function chooseOrigin(customer: Customer, claim: unknown): string {
  const [only, ...others] = customer.embeddingOrigins;
  if (only === undefined || (claim === undefined && others.length > 0)) throw new InlayError('origin_missing');
  if (claim === undefined) return only;
  const origin = customer.embeddingOrigins.find((candidate) => candidate === claim);
  if (origin === undefined) throw new InlayError('origin_not_allowed');
  return origin;
}
