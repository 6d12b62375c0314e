import { timingSafeEqual } from 'node:crypto';
import { pooledRandom } from '../../crypto/random.ts';
import { flowLifetime, sha256 } from './flow.ts';

/** Bytes of the secret that tells one browser from all others. */
const secretBytes = 32;
const secretForm = /^[A-Za-z0-9_-]{43}$/;

/** The cookie by which a browser proves that it is the one which opened a flow (RFC 6265, and RFC 9700 §2.1). */
export interface FlowCookies {
  /** The secret that the browser sent for a flow; `undefined` where it sent none. */
  read(header: string | undefined, flowKey: string): string | undefined;
  /** `Set-Cookie` for a flow. */
  write(flowKey: string, secret: string): string;
}

/**
 * Cookies of this host alone, for its own pages and for navigations that come back from a provider. Where the server
 * speaks plain http, on loopback, browsers take neither `Secure` nor its prefix.
 */
export function createFlowCookies(isHttps: boolean): FlowCookies {
  const nameOf = (key: string): string =>
    `${isHttps ? '__Host-' : ''}inlay-flow-${key.replace(/^flow\//, '').slice(0, 8)}`;
  const attributes = `Path=/; Max-Age=${flowLifetime / 1000}; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  return {
    read(header, key) {
      const prefix = `${nameOf(key)}=`;
      const values = (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(prefix))
        .map((pair) => pair.slice(prefix.length));
      // Twice the same name is somebody's attempt to put theirs before ours.
      const [value, ...others] = values;
      return others.length === 0 && value !== undefined && secretForm.test(value) ? value : undefined;
    },
    write: (key, secret) => `${nameOf(key)}=${secret}; ${attributes}`,
  };
}

/** A new secret of a browser. */
export function newBrowserSecret(): string {
  return pooledRandom(secretBytes).toString('base64url');
}

/** Whether `secret` is the one whose hash was kept, compared in constant time. */
export function isBrowser(secret: string | undefined, kept: string | null): boolean {
  return secret !== undefined && kept !== null && areEqual(sha256(secret), kept);
}

/** What the button of the confirmation page sends: it proves that the page was shown to the browser that presses it. */
export function confirmationOf(secret: string): string {
  return sha256(`confirmation/${secret}`);
}

/** Compares two hashes in constant time. */
export function areEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
