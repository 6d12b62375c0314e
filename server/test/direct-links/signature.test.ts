import { constants, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { InlayError } from '@inlay/shared';
import fc from 'fast-check';
import { compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { SigningKey, Vendor } from '../../src/accounts/types.ts';
import { verifySignature } from '../../src/direct-links/signature.ts';
import { decodeToken } from '../../src/direct-links/token.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { encode, makeToken } from '../support/tokens.ts';

const pairs = [makeKeyPair(), makeKeyPair(), makeKeyPair(3072)] as const;

function keyOf(publicKey: KeyObject, bits: number, changes: Partial<SigningKey> = {}): SigningKey {
  return { id: 'key_1', kid: 'k1', status: 'active', bits, publicKey, ...changes };
}

function vendorOf(...signingKeys: readonly SigningKey[]): Vendor {
  return { id: 'ven_1', key: 'v', name: 'V', adminCustomerId: null, directLinksEnabled: true, signingKeys };
}

/** The id of the key that verifies `token`, or the code of the refusal. `known`: the key that verified it before. */
function verdict(token: string, vendor: Vendor, known?: KeyObject): string {
  try {
    return verifySignature(token, decodeToken(token), vendor, known).id;
  } catch (error) {
    return error instanceof InlayError ? error.code : String(error);
  }
}

/** What jose says of the same token and key. */
function oracle(token: string, key: KeyObject): Promise<boolean> {
  return compactVerify(token, key, { algorithms: ['RS256'] }).then(
    () => true,
    () => false,
  );
}

/** Tokens that are sound, or spoilt in one of many ways, with the number of the key that signed them. */
const tokens = fc
  .record({
    signer: fc.nat(2),
    sub: fc.string({ unit: 'grapheme', maxLength: 40 }),
    spoil: fc.constantFrom(
      'nothing',
      'bit',
      'short',
      'long',
      'zeros',
      'none',
      'leading zero',
      'payload',
      'hash',
      'pss',
    ),
    at: fc.nat(10_000),
  })
  .map(({ signer, sub, spoil, at }) => {
    const { privateKey } = pairs[signer] ?? pairs[0];
    const sound = makeToken(privateKey, { sub });
    const [header = '', payload = '', last = ''] = sound.split('.');
    const bytes = Buffer.from(last, 'base64url');
    const input = `${header}.${payload}`;
    const flipped = Buffer.from(bytes);
    flipped[at % bytes.length] = (flipped[at % bytes.length] ?? 0) ^ (1 << (at % 8));
    const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const signature: Readonly<Record<typeof spoil, Uint8Array>> = {
      nothing: bytes,
      bit: flipped,
      short: bytes.subarray(0, at % bytes.length),
      long: Buffer.concat([bytes, Buffer.alloc(1 + (at % 3))]),
      zeros: Buffer.alloc(bytes.length),
      none: Buffer.alloc(0),
      'leading zero': Buffer.concat([Buffer.alloc(1), bytes]),
      payload: bytes,
      hash: sign('sha512', Buffer.from(input), privateKey),
      pss: sign('sha256', Buffer.from(input), pss),
    };
    const over = spoil === 'payload' ? `${header}.${encode({ sub: `${sub}x` })}` : input;
    return { signer, spoil, token: `${over}.${Buffer.from(signature[spoil]).toString('base64url')}` };
  });

describe('a signature', () => {
  it('A27: holds exactly where jose says that it holds, with the right key and with others', async () => {
    await fc.assert(
      fc.asyncProperty(tokens, fc.nat(2), async ({ token, signer, spoil }, asked) => {
        const { publicKey } = pairs[asked] ?? pairs[0];
        const vendor = vendorOf(keyOf(publicKey, asked === 2 ? 3072 : 2048));
        const expected = (await oracle(token, publicKey)) ? 'key_1' : 'token_signature_invalid';
        expect(verdict(token, vendor)).toBe(expected);
        expect(expected === 'key_1').toBe(signer === asked && spoil === 'nothing');
        // Once more, with what is known of it now.
        expect(verdict(token, vendor, expected === 'key_1' ? publicKey : undefined)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a signature that held before', () => {
  const { privateKey, publicKey } = pairs[0];
  const token = (): string => makeToken(privateKey, { sub: 'v:E1', jti: Math.random() }, { alg: 'RS256', kid: 'k1' });

  it('A16, A17: does not help a key that was retired, revoked or removed since', () => {
    const text = token();
    expect(verdict(text, vendorOf(keyOf(publicKey, 2048)), publicKey)).toBe('key_1');
    for (const status of ['retired', 'revoked'] as const) {
      expect(verdict(text, vendorOf(keyOf(publicKey, 2048, { status })), publicKey)).toBe('vendor_key_missing');
      const other = keyOf(pairs[1].publicKey, 2048, { id: 'key_2', kid: 'k2' });
      expect(verdict(text, vendorOf(keyOf(publicKey, 2048, { status }), other), publicKey)).toBe(
        'token_signature_invalid',
      );
    }
    expect(verdict(text, vendorOf(keyOf(publicKey, 2048, { kid: 'k9' })), publicKey)).toBe('vendor_missing');
    expect(verdict(text, vendorOf(), publicKey)).toBe('vendor_missing');
  });

  it('A14: does not help another key of the same kid or id, even for a moment', () => {
    const text = token();
    expect(verdict(text, vendorOf(keyOf(publicKey, 2048)), publicKey)).toBe('key_1');
    expect(verdict(text, vendorOf(keyOf(pairs[1].publicKey, 2048)), publicKey)).toBe('token_signature_invalid');
    expect(verdict(text, vendorOf(keyOf(publicKey, 2048)), publicKey)).toBe('key_1');
  });

  it('is verified again for a key that was read anew, with the same answer', () => {
    const text = token();
    expect(verdict(text, vendorOf(keyOf(publicKey, 2048)), publicKey)).toBe('key_1');
    const again = createPublicKey({ key: publicKey.export({ format: 'jwk' }), format: 'jwk' });
    expect(verdict(text, vendorOf(keyOf(again, 2048)), publicKey)).toBe('key_1');
  });
});
