import { describe, expect, it } from 'vitest';
import { bitLength, findRsaFault } from '../../src/crypto/rsa-key-checks.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { closePrimes, prime, rocaModulus } from '../support/weak-keys.ts';

const e = 65_537n;

function modulusOf(bits: number): bigint {
  const { n = '' } = makeKeyPair(bits).publicKey.export({ format: 'jwk' });
  return BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
}

describe('A18: a public RSA key is judged by its numbers', { timeout: 60_000 }, () => {
  const sound = modulusOf(2048);

  it.each([2048, 3072, 4096])('finds nothing wrong with a key of %i bits as OpenSSL makes it', async (bits) => {
    expect(await findRsaFault(modulusOf(bits), e)).toBeUndefined();
  });

  it('counts the bits of n, from 2048 to 4096', async () => {
    expect(await findRsaFault(sound >> 1n, e)).toBe('size');
    expect(await findRsaFault((1n << 4096n) + 1n, e)).toBe('size');
    expect(await findRsaFault(0n, e)).toBe('size');
    expect(bitLength((1n << 2047n) + 1n)).toBe(2048);
  });

  it.each([1n, 2n, 3n, 17n, 65_536n, 65_539n, 4_294_967_297n])('refuses the public exponent %i', async (exponent) => {
    expect(await findRsaFault(sound, exponent)).toBe('exponent');
  });

  it('refuses an even modulus', async () => {
    expect(await findRsaFault(sound - 1n, e)).toBe('even');
  });

  it.each([3n, 5n, 251n, 65_521n])('refuses a modulus with the factor %i', async (factor) => {
    const n = factor * (prime(2047) | 1n);
    expect(await findRsaFault(n, e)).toBe('small_factor');
  });

  it('refuses a prime as modulus', async () => {
    expect(await findRsaFault(prime(2048), e)).toBe('prime');
  });

  it('refuses primes that lie close together, and a square', async () => {
    expect(await findRsaFault(closePrimes(2048), e)).toBe('close_primes');
    const root = prime(1024);
    expect(await findRsaFault(root * root, e)).toBe('close_primes');
  });

  it('refuses the fingerprint of CVE-2017-15361', async () => {
    expect(await findRsaFault(rocaModulus(2048), e)).toBe('roca');
  });
});
