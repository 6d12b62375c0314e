import { secretPattern, sha256 } from './hashes.ts';
import { wayLifetime } from './ways.ts';

const secretForm = new RegExp(secretPattern);

/** The cookie by which a browser proves that it is the one which set out (RFC 6265, RFC 9700 §2.1). */
export interface WayCookies {
  /** The secret that the browser sent for a state; `undefined` where it sent none. */
  read(header: string | undefined, state: string): string | undefined;
  /** `Set-Cookie` for a state. */
  write(state: string, secret: string, framed: boolean): string;
  /** `Set-Cookie` that takes it away. */
  clear(state: string, framed: boolean): string;
}

/**
 * Cookies of this host alone (RFC 6265bis §4.1.3.2), one for each state. In a frame of another site they are kept apart by
 * the site around it (CHIPS). Where the server speaks plain http, on loopback, browsers take neither `Secure` nor what
 * rests on it.
 */
export function createWayCookies(isHttps: boolean): WayCookies {
  const nameOf = (state: string): string => `${isHttps ? '__Host-' : ''}inlay-jodoo-${sha256(state).slice(0, 8)}`;
  const attributes = (framed: boolean, seconds: number): string => {
    const site = framed && isHttps ? 'SameSite=None; Partitioned' : 'SameSite=Lax';
    return `Path=/; Max-Age=${seconds}; HttpOnly; ${site}${isHttps ? '; Secure' : ''}`;
  };
  return {
    read(header, state) {
      const prefix = `${nameOf(state)}=`;
      const values = (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(prefix))
        .map((pair) => pair.slice(prefix.length));
      // Twice the same name is somebody's attempt to put theirs before ours (A44).
      const [value, ...others] = values;
      return others.length === 0 && value !== undefined && secretForm.test(value) ? value : undefined;
    },
    write: (state, secret, framed) => `${nameOf(state)}=${secret}; ${attributes(framed, wayLifetime / 1000)}`,
    clear: (state, framed) => `${nameOf(state)}=; ${attributes(framed, 0)}`,
  };
}
