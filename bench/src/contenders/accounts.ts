/** What the day-made stack knows of the vendor and its customers, as the server under measure has them in its database. */
export interface Accounts {
  readonly vendorKey: string;
  readonly kid: string;
  /** PEM. */
  readonly publicKey: string;
  readonly customers: readonly AccountsCustomer[];
}

export interface AccountsCustomer {
  readonly id: string;
  /** As it stands in a token's `sub`. */
  readonly subject: string;
  readonly name: string;
  readonly origins: readonly string[];
}
