import type { NewVendor } from '../../src/accounts/vendors.ts';
import type { CustomerRow } from '../../src/database/schema.ts';
import type { TestSigningKey } from './accounts.ts';
import type { TestApp } from './app.ts';
import { makeToken, soundClaims } from './tokens.ts';
import type { Part } from './tokens.ts';

/** A partner that is set up: vendor, signing key and one customer, and what its backend does. */
export interface Partner {
  readonly vendor: NewVendor;
  readonly customer: CustomerRow;
  readonly key: TestSigningKey;
  /** `<vendorKey>:<customer>`. */
  readonly sub: string;
  /** A sound token, some of its claims changed; `undefined` takes one away. */
  token(changes?: Readonly<Record<string, unknown>>, header?: Part): string;
}

/** Sets up a partner on a test server. */
export async function createPartner({ accounts, clock }: TestApp): Promise<Partner> {
  const vendor = await accounts.vendor();
  const customer = await accounts.customer(vendor.vendor.id);
  const key = await accounts.signingKey(vendor.vendor.id, 'main');
  const sub = `${vendor.vendor.key}:${customer.id}`;
  return {
    vendor,
    customer,
    key,
    sub,
    token: (changes = {}, header) =>
      makeToken(key.privateKey, { ...soundClaims(sub, clock.now()), ...changes }, header),
  };
}
