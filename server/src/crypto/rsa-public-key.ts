import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { InlayError } from '@inlay/shared';
import { publishedKeys } from './published-keys.ts';
import { bitLength, findRsaFault } from './rsa-key-checks.ts';
import type { RsaFault } from './rsa-key-checks.ts';

/** A public RSA key that passed every check, in its one canonical form. */
export interface RsaPublicKey {
  readonly jwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string };
  /** RFC 7638, SHA-256: the identity of the key, however it was written. */
  readonly thumbprint: string;
  readonly bits: number;
  /** The `kid` that a JWK carried. */
  readonly kid: string | undefined;
}

const weaknesses: Readonly<Record<RsaFault, string>> = {
  size: 'has a modulus of fewer than 2048 or more than 4096 bits',
  exponent: 'has a public exponent other than 65537',
  even: 'has an even modulus',
  prime: 'has a prime as its modulus',
  small_factor: 'has a modulus with a small factor',
  roca: 'was made by a faulty library (ROCA, CVE-2017-15361)',
  close_primes: 'has two primes that lie close together (CVE-2022-26320)',
};

/** Members of a JWK that hold something private (RFC 7518, 6.3.2 and 6.4). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Reads a public RSA key for RS256, from PEM text or a JWK (RFC 7517), and checks it. Throws `signing_key_private`
 * for anything that holds a private key, `signing_key_invalid` for what is no such public key and `signing_key_weak`
 * for one that should not be trusted. No error holds any part of the input.
 */
export async function readRsaPublicKey(input: string | Readonly<Record<string, unknown>>): Promise<RsaPublicKey> {
  const { n, e, kid } = typeof input === 'string' ? fromPem(input) : fromJwk(input);
  const modulus = toInteger(n);
  const fault = await findRsaFault(modulus, toInteger(e));
  if (fault !== undefined) throw new InlayError('signing_key_weak', { details: [at('', weaknesses[fault])] });
  const jwk = { kty: 'RSA', n: withoutPadding(n), e: withoutPadding(e) } as const;
  const thumbprint = thumbprintOf(jwk);
  if (publishedKeys.has(thumbprint)) {
    const message = 'is printed in public documentation together with its private half';
    throw new InlayError('signing_key_weak', { details: [at('', message)] });
  }
  return { jwk, thumbprint, bits: bitLength(modulus), kid };
}

/** The thumbprint of RFC 7638: of e, kty and n alone, in that order, without blanks. */
export function thumbprintOf(jwk: { readonly n: string; readonly e: string }): string {
  return createHash('sha256')
    .update(JSON.stringify({ e: jwk.e, kty: 'RSA', n: jwk.n }))
    .digest('base64url');
}

interface Parts {
  readonly n: string;
  readonly e: string;
  readonly kid: string | undefined;
}

function fromPem(text: string): Parts {
  if (/PRIVATE KEY/i.test(text)) throw new InlayError('signing_key_private');
  const label = /^\s*-----BEGIN ((?:RSA )?PUBLIC KEY)-----\s[A-Za-z0-9+/=\s]+-----END \1-----\s*$/.exec(text)?.[1];
  if (label === undefined) {
    throw invalid(
      '',
      'is no single PEM block labelled PUBLIC KEY or RSA PUBLIC KEY; from a certificate, extract the key',
    );
  }
  let key: KeyObject;
  try {
    key = createPublicKey({ key: text, format: 'pem' });
  } catch {
    throw invalid('', 'is PEM that holds no readable key');
  }
  if (key.asymmetricKeyType !== 'rsa') throw invalid('', 'is no RSA key for PKCS #1 v1.5 signatures');
  const { n = '', e = '' } = key.export({ format: 'jwk' });
  return { n, e, kid: undefined };
}

function fromJwk(jwk: Readonly<Record<string, unknown>>): Parts {
  if (privateMembers.some((name) => Object.hasOwn(jwk, name))) throw new InlayError('signing_key_private');
  const member = (name: string): unknown => (Object.hasOwn(jwk, name) ? jwk[name] : undefined);
  const operations = member('key_ops');
  if (member('kty') !== 'RSA') throw invalid('/kty', 'must be RSA');
  if (!['sig', undefined].includes(member('use') as string)) throw invalid('/use', 'must be sig, or be left out');
  if (!['RS256', undefined].includes(member('alg') as string)) throw invalid('/alg', 'must be RS256, or be left out');
  if (
    operations !== undefined &&
    !(Array.isArray(operations) && operations.length === 1 && operations[0] === 'verify')
  ) {
    throw invalid('/key_ops', 'must be ["verify"], or be left out');
  }
  const kid = member('kid');
  if (kid !== undefined && typeof kid !== 'string') throw invalid('/kid', 'must be a text');
  return { n: base64url(member('n'), '/n'), e: base64url(member('e'), '/e'), kid };
}

/** Takes canonical base64url alone (RFC 7515, 2): its alphabet, no padding, no stray bits. */
function base64url(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '' || Buffer.from(value, 'base64url').toString('base64url') !== value) {
    throw invalid(path, 'must be base64url without padding');
  }
  return value;
}

function toInteger(text: string): bigint {
  return BigInt(`0x0${Buffer.from(text, 'base64url').toString('hex')}`);
}

/** Drops leading zero bytes (RFC 7518, 2 forbids them), with which the same key would have a second thumbprint. */
function withoutPadding(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0)).toString('base64url');
}

function invalid(path: string, message: string): InlayError {
  return new InlayError('signing_key_invalid', { details: [at(path, message)] });
}

function at(path: string, message: string): { path: string; message: string } {
  return { path: `/publicKey${path}`, message };
}
