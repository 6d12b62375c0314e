import { checkPrime } from 'node:crypto';
import { promisify } from 'node:util';

/** Why a public RSA key is too weak to trust signatures with. */
export type RsaFault = 'size' | 'exponent' | 'even' | 'prime' | 'small_factor' | 'roca' | 'close_primes';

/** Smallest and largest modulus, in bits of n itself (RFC 7518, 3.3 demands the smallest). */
export const rsaBits = { min: 2048, max: 4096 } as const;

/** Steps of Fermat's method: finds p and q where they share about half of their leading bits (CVE-2022-26320). */
const fermatSteps = 100;

const checkPrimality = promisify(checkPrime);
let known: SmallPrimes | undefined;

interface SmallPrimes {
  readonly odd: readonly number[];
  readonly roca: ReturnType<typeof subgroupsOf65537>;
}

/** Found when the first key is judged: most starts judge none. */
function smallPrimes(): SmallPrimes {
  if (known === undefined) {
    const odd = sieve(1 << 16).slice(1);
    known = { odd, roca: subgroupsOf65537(odd.filter((prime) => prime <= 167)) };
  }
  return known;
}

/**
 * Judges a public RSA key by its numbers alone; `undefined` means that nothing is wrong with it. JWT and TLS libraries
 * import and verify with keys that fail these checks: with e = 1 a signature can be made without any private key, and
 * with the other faults the private key can be computed from the public one.
 */
export async function findRsaFault(n: bigint, e: bigint): Promise<RsaFault | undefined> {
  const bits = bitLength(n);
  if (bits < rsaBits.min || bits > rsaBits.max) return 'size';
  if (e !== 65_537n) return 'exponent';
  if ((n & 1n) === 0n) return 'even';
  if (smallPrimes().odd.some((prime) => n % BigInt(prime) === 0n)) return 'small_factor';
  if (hasRocaFingerprint(n)) return 'roca';
  if (hasClosePrimes(n)) return 'close_primes';
  if (await checkPrimality(n)) return 'prime';
  return undefined;
}

/** Number of bits of a positive integer. */
export function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/**
 * The mark of keys made by Infineon's RSALib (CVE-2017-15361, "ROCA"). Its primes are powers of 65537 modulo a product
 * of small primes, and so is n: modulo each small prime, n lies in the subgroup that 65537 generates. A key made by
 * chance does so for all of them about once in 2^27.
 */
function hasRocaFingerprint(n: bigint): boolean {
  return smallPrimes().roca.every(({ prime, powers }) => powers.has(Number(n % BigInt(prime))));
}

/** For each prime, the powers of 65537 modulo it; primes of which 65537 reaches every residue tell nothing. */
function subgroupsOf65537(primes: readonly number[]): { prime: number; powers: ReadonlySet<number> }[] {
  return primes
    .map((prime) => {
      const powers = new Set<number>();
      for (let power = 1; !powers.has(power); power = (power * 65_537) % prime) powers.add(power);
      return { prime, powers };
    })
    .filter(({ prime, powers }) => powers.size < prime - 1);
}

/** Fermat's method: n = a² − b² with a just above the root of n, where the primes lie close together. */
function hasClosePrimes(n: bigint): boolean {
  let a = squareRoot(n);
  if (a * a < n) a += 1n;
  for (let step = 0; step < fermatSteps; step += 1, a += 1n) {
    const rest = a * a - n;
    // Squares leave few remainders modulo 64: most candidates are settled without a root.
    if (squaresModulo64.has(Number(rest & 63n)) && squareRoot(rest) ** 2n === rest) return true;
  }
  return false;
}

const squaresModulo64 = new Set(Array.from({ length: 64 }, (_, value) => (value * value) % 64));

/** The whole part of the square root, by Newton's method from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** The primes below `limit`. */
function sieve(limit: number): number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let value = 2; value < limit; value += 1) {
    if (composite[value] === 1) continue;
    primes.push(value);
    for (let multiple = value * value; multiple < limit; multiple += value) composite[multiple] = 1;
  }
  return primes;
}
