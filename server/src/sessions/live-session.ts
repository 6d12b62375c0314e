import type { Customer, Member, Vendor } from '../accounts/types.ts';
import type { JodooIntegration, JodooMember } from '../jodoo/types.ts';
import type { SessionRecord } from '../state/session-store.ts';

/** A session that is open now, with the accounts it stands on as they are now. */
export interface LiveSession {
  readonly record: SessionRecord;
  readonly vendor: Vendor;
  readonly customer: Customer;
  readonly member: Member | null;
  /** Of a session that Jodoo vouched for. */
  readonly jodoo?: JodooStanding;
}

/** By which integration somebody came, and whom Jodoo named. */
export interface JodooStanding {
  readonly integration: JodooIntegration;
  readonly mapping: JodooMember;
}
