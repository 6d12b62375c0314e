import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { InlayError } from '@inlay/shared';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { readRsaPublicKey, thumbprintOf } from '../../src/crypto/rsa-public-key.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { encode, prime } from '../support/weak-keys.ts';

const pair = makeKeyPair();
const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' });
const jwk = { kty: 'RSA', n, e };
const privateJwk = pair.privateKey.export({ format: 'jwk' });

async function refusal(input: string | Record<string, unknown>): Promise<InlayError> {
  const error: unknown = await readRsaPublicKey(input).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InlayError)) throw new Error('was not refused');
  return error;
}

describe('reading a public RSA key', () => {
  it('takes SPKI and PKCS #1 PEM and a JWK, and finds the same key in each', async () => {
    const spki = await readRsaPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' }).toString());
    const pkcs1 = await readRsaPublicKey(pair.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString());
    const fromJwk = await readRsaPublicKey({ ...jwk, kid: 'k1', use: 'sig', alg: 'RS256', key_ops: ['verify'] });
    expect(spki).toEqual({ jwk, thumbprint: await calculateJwkThumbprint(jwk), bits: 2048, kid: undefined });
    expect(pkcs1).toEqual(spki);
    expect(fromJwk).toEqual({ ...spki, kid: 'k1' });
  });

  it('takes PEM with other line ends and blanks around it', async () => {
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const spki = await readRsaPublicKey(`\r\n${pem.replaceAll('\n', '\r\n')}\r\n`);
    expect(spki.jwk).toEqual(jwk);
  });

  it('A22: has one thumbprint however many zero bytes precede n and e, and keeps neither', async () => {
    const plain = await readRsaPublicKey(jwk);
    await fc.assert(
      fc.asyncProperty(fc.nat(6), fc.nat(6), async (ofN, ofE) => {
        const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
        const padded = await readRsaPublicKey({ kty: 'RSA', n: encode(modulus, ofN), e: encode(65_537n, ofE) });
        expect(padded).toEqual(plain);
      }),
      { numRuns: 10 },
    );
  });

  it('A18: counts bits of n, not bytes of its text', async () => {
    const short = encode(prime(512) * prime(512), 128);
    expect((await refusal({ kty: 'RSA', n: short, e })).code).toBe('signing_key_weak');
  });

  it('A18, A22: knows the key of RFC 7638, 3.1 by its thumbprint, and refuses it, as its private half is in print', async () => {
    const published =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj' +
      'hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ' +
      'vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK' +
      'nqDKgw';
    expect(thumbprintOf({ n: published, e: 'AQAB' })).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
    const error = await refusal({ kty: 'RSA', n: published, e: 'AQAB' });
    expect([error.code, error.details?.[0]?.message]).toEqual(['signing_key_weak', expect.stringContaining('public')]);
  });

  it('A18: refuses a weak key and says why', async () => {
    const error = await refusal({ kty: 'RSA', n, e: 'AQ' });
    expect(error.code).toBe('signing_key_weak');
    expect(error.details).toEqual([{ path: '/publicKey', message: 'has a public exponent other than 65537' }]);
  });
});

describe('A19: private keys', () => {
  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])('refuses a JWK with the member %s', async (name) => {
    const error = await refusal({ ...jwk, [name]: 'canary-of-a-private-key' });
    expect(error.code).toBe('signing_key_private');
    expect(JSON.stringify([error.details, error.detail, error.message])).not.toContain('canary');
  });

  it('refuses a whole private JWK, and one that is named as another kind of key', async () => {
    expect((await refusal({ ...privateJwk })).code).toBe('signing_key_private');
    expect((await refusal({ ...privateJwk, kty: 'EC' })).code).toBe('signing_key_private');
  });

  it('refuses private PEM in each of its forms, also behind a public one', async () => {
    const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const pem of [
      pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
      publicPem + pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ]) {
      const error = await refusal(pem);
      expect(error.code).toBe('signing_key_private');
      expect(error.cause).toBeUndefined();
    }
  });
});

describe('A20: kty, use, key_ops and alg must fit', () => {
  it.each([
    ['/kty', { kty: 'oct' }],
    ['/kty', { kty: 'rsa' }],
    ['/kty', { kty: undefined }],
    ['/use', { use: 'enc' }],
    ['/use', { use: ['sig'] }],
    ['/alg', { alg: 'RS512' }],
    ['/alg', { alg: 'rs256' }],
    ['/alg', { alg: 'HS256' }],
    ['/key_ops', { key_ops: ['encrypt'] }],
    ['/key_ops', { key_ops: ['sign'] }],
    ['/key_ops', { key_ops: ['verify', 'verify'] }],
    ['/key_ops', { key_ops: 'verify' }],
    ['/kid', { kid: 7 }],
    ['/n', { n: `${n}==` }],
    ['/n', { n: ` ${n}` }],
    ['/n', { n: 5 }],
    ['/n', { n: '' }],
    ['/e', { e: 'AQAB=' }],
    ['/e', { e: undefined }],
  ])('refuses at %s %j', async (path, change) => {
    const error = await refusal({ ...jwk, ...change });
    expect(error.code).toBe('signing_key_invalid');
    expect(error.details?.[0]?.path).toBe(`/publicKey${path}`);
  });

  it.each([
    ['nothing', ''],
    ['other text', 'ssh-rsa AAAA'],
    ['a broken block', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['labels that differ', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----'],
  ])('refuses PEM that is %s', async (_name, pem) => {
    expect((await refusal(pem)).code).toBe('signing_key_invalid');
  });

  it('refuses keys of other kinds in PEM', async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey;
    for (const key of [ec, pss]) {
      expect((await refusal(key.export({ type: 'spki', format: 'pem' }).toString())).code).toBe('signing_key_invalid');
    }
  });

  it('A84: takes nothing from a prototype', async () => {
    const inherited = Object.create({ ...jwk }) as Record<string, unknown>;
    expect((await refusal(inherited)).code).toBe('signing_key_invalid');
    const named = JSON.parse(`{"kty":"RSA","n":"${n}","e":"${e}","constructor":1}`) as Record<string, unknown>;
    expect((await readRsaPublicKey(named)).jwk).toEqual(jwk);
  });
});

describe('property', () => {
  it('answers any text and any object with a key or a code, never with another failure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())), async (input) => {
        const error = await refusal(input);
        expect(error.code).toMatch(/^signing_key_/);
      }),
    );
  });
});
