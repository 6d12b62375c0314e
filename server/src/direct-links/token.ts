import { InlayError } from '@inlay/shared';
import { parseStrictObject } from './strict-json.ts';

/** A token taken apart, with nothing about it believed yet. */
export interface DecodedToken {
  readonly text: string;
  /** Key id; `undefined` where the token names none. */
  readonly kid: string | undefined;
  readonly header: ReadonlyMap<string, unknown>;
  readonly claims: ReadonlyMap<string, unknown>;
  readonly signature: Uint8Array;
}

/** Longest token, in bytes. */
export const tokenMaxLength = 4096;

/** Three base64url parts (RFC 7515 §7.1). The last may be empty, as an unsigned JWS has it: `alg` then tells. */
const compact = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)$/;
/** Members that bring a key, a reading or a layer of their own into the header: we support none. */
const forbidden = ['crit', 'b64', 'jku', 'x5u', 'x5c', 'jwk', 'zip', 'enc'];

/**
 * Takes a compact JWS apart without believing any of it. The alphabet and the canonical form of each part are checked
 * before any library sees the token (RFC 7515 §2, RFC 4648 §3.5), so that one token has one text.
 * Throws `token_invalid` or `alg_invalid`.
 */
export function decodeToken(text: string): DecodedToken {
  if (text.length > tokenMaxLength) throw invalid('longer than 4 KiB');
  const parts = compact.exec(text);
  if (parts === null) throw invalid('not three base64url parts divided by dots');
  const [header, claims] = [parts[1], parts[2]].map((part, index) => {
    const bytes = fromBase64url(part ?? '');
    const members = bytes && parseStrictObject(bytes);
    if (members === undefined) throw invalid(`the ${index === 0 ? 'header' : 'payload'} is no sound JSON object`);
    return members;
  });
  const signature = fromBase64url(parts[3] ?? '');
  if (header === undefined || claims === undefined || signature === undefined) throw invalid('a part is not canonical');
  return { text, kid: readHeader(header), header, claims, signature };
}

function readHeader(header: ReadonlyMap<string, unknown>): string | undefined {
  const found = forbidden.find((name) => header.has(name));
  if (found !== undefined) throw invalid(`the header has ${found}`);
  if (header.has('typ') && header.get('typ') !== 'JWT') throw invalid('typ is not JWT');
  const kid = header.get('kid');
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > 256)) throw invalid('kid is no text');
  // RFC 8725 §3.1: an allow-list of one, compared exactly.
  if (header.get('alg') !== 'RS256') throw new InlayError('alg_invalid');
  return kid;
}

function fromBase64url(part: string): Uint8Array | undefined {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
}

function invalid(detail: string): InlayError {
  return new InlayError('token_invalid', { detail });
}
