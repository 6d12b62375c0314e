import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createCustomer } from '../../src/accounts/customers.ts';
import type { CustomerInput } from '../../src/accounts/customers.ts';
import { createMember } from '../../src/accounts/members.ts';
import type { MemberChange } from '../../src/accounts/members.ts';
import { registerSigningKey } from '../../src/accounts/signing-keys.ts';
import { createVendor } from '../../src/accounts/vendors.ts';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import type { CustomerRow, MemberRow, SigningKeyRow } from '../../src/database/schema.ts';
import type { Services } from '../../src/services.ts';

const author = { actor: 'test' };

/** A registered signing key and its private half, which only its maker has. */
export interface TestSigningKey {
  readonly row: SigningKeyRow;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Makes accounts through the same functions as the partner API and the command line. */
export interface TestAccounts {
  vendor(name?: string): Promise<NewVendor>;
  /** Default: one embedding origin, `https://partner.test`. */
  customer(vendorId: string, input?: Partial<CustomerInput>): Promise<CustomerRow>;
  member(vendorId: string, customerId: string, input?: MemberChange): Promise<MemberRow>;
  signingKey(vendorId: string, kid?: string): Promise<TestSigningKey>;
}

/** Makes an RSA key pair as partners do; 2048 bits take about a tenth of a second. */
export function makeKeyPair(bits = 2048): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: 65_537 });
}

export function createAccounts(services: Services): TestAccounts {
  return {
    vendor: (name = 'Partner Inc') => createVendor(services, author, name),
    customer: (vendorId, input = {}) =>
      createCustomer(services, author, vendorId, {
        name: 'Customer',
        embeddingOrigins: ['https://partner.test'],
        ...input,
      }),
    member: (vendorId, customerId, input = {}) =>
      createMember(services, author, vendorId, { customer: { id: customerId }, ...input }),
    async signingKey(vendorId, kid) {
      const pair = makeKeyPair();
      const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const row = await registerSigningKey(services, author, vendorId, {
        publicKey,
        ...(kid === undefined ? {} : { kid }),
      });
      return { row, ...pair };
    },
  };
}
