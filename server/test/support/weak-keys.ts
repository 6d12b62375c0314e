import { checkPrimeSync, generatePrimeSync, randomBytes } from 'node:crypto';

/** A prime of exactly `bits` bits whose two highest bits are set, as RSA key generators make them. */
export function prime(bits: number): bigint {
  return generatePrimeSync(bits, { bigint: true });
}

/** A modulus whose two primes differ by little: Fermat's method factors it at once. */
export function closePrimes(bits: number): bigint {
  const p = prime(bits / 2) | (1n << BigInt(bits / 2 - 2));
  let first = p;
  while (!checkPrimeSync(first)) first += 2n;
  let second = first + 2n;
  while (!checkPrimeSync(second)) second += 2n;
  return first * second;
}

/** A modulus as the faulty library of CVE-2017-15361 made them: primes of the form k·M + (65537^a mod M). */
export function rocaModulus(bits: number): bigint {
  const smallPrimes = Array.from({ length: 166 }, (_, index) => index + 2).filter(
    (candidate) =>
      !Array.from({ length: 11 }, (_, index) => index + 2).some((d) => d < candidate && candidate % d === 0),
  );
  const product = smallPrimes.reduce((total, value) => total * BigInt(value), 1n);
  const rocaPrime = (): bigint => {
    for (;;) {
      const residue = power(65_537n, BigInt(`0x${randomBytes(24).toString('hex')}`), product);
      const top = 1n << BigInt(bits / 2 - 1);
      const k = (top + (top >> 1n) + BigInt(`0x${randomBytes(bits / 16 - 1).toString('hex')}`)) / product;
      const candidate = k * product + residue;
      if (checkPrimeSync(candidate)) return candidate;
    }
  };
  return rocaPrime() * rocaPrime();
}

/** Big-endian bytes of `value`, base64url, after `padding` zero bytes. */
export function encode(value: bigint, padding = 0): string {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.alloc(padding), bytes]).toString('base64url');
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let rest = exponent, square = base % modulus; rest > 0n; rest >>= 1n, square = (square * square) % modulus) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
  }
  return result;
}
