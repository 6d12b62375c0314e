/** Whom Jodoo vouched for, found among the customer's members: what a session is made of. */
export interface Grant {
  readonly vendorId: string;
  readonly customerId: string;
  readonly memberId: string;
  readonly integrationId: string;
  readonly jodooMemberId: string;
  /** Page to open, as it was checked. */
  readonly path: string;
}
