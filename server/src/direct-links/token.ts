import { InlayError } from '@inlay/shared';
import { Recent } from '../recent.ts';
import { parseStrictObject } from './strict-json.ts';

/** What a token says, with nothing about it believed yet. */
export interface DecodedToken {
  /** Key id; `undefined` where the token names none. */
  readonly kid: string | undefined;
  readonly header: ReadonlyMap<string, unknown>;
  readonly claims: ReadonlyMap<string, unknown>;
}

/** Longest token, in bytes. */
export const tokenMaxLength = 4096;

/** Longest header that is remembered, in characters. */
const headerMemoryMax = 256;

/** Three base64url parts (RFC 7515 §7.1). The last may be empty, as an unsigned JWS has it: `alg` then tells. */
const compact = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
/** Characters that a part of 4n+2 or 4n+3 characters may end in: their last four or two bits are zero. */
const lastOfTwo = 'AQgw';
const lastOfThree = 'AEIMQUYcgkosw048';
/** Members that bring a key, a reading or a layer of their own into the header: we support none. */
const forbidden = ['crit', 'b64', 'jku', 'x5u', 'x5c', 'jwk', 'zip', 'enc'];

/**
 * Takes a compact JWS apart without believing any of it. The alphabet and the canonical form of each part are checked
 * before any library sees the token (RFC 7515 §2, RFC 4648 §3.5), so that one token has one text.
 * Throws `token_invalid` or `alg_invalid`.
 */
export function decodeToken(text: string): DecodedToken {
  if (text.length > tokenMaxLength) throw invalid('longer than 4 KiB');
  if (!compact.test(text)) throw invalid('not three base64url parts divided by dots');
  const [first, second] = [text.indexOf('.'), text.lastIndexOf('.')];
  const headerPart = text.slice(0, first);
  const known = headers.get(headerPart);
  const header = known?.header ?? readObject(headerPart, 'header');
  const claims = readObject(text.slice(first + 1, second), 'payload');
  if (!isCanonical(text.slice(second + 1))) throw invalid('a part is not canonical');
  const { kid } = known ?? remember(headerPart, { header, kid: readHeader(header) });
  return { kid, header, claims };
}

/** A header that was judged, and the key id that it names. */
type SoundHeader = Pick<DecodedToken, 'header' | 'kid'>;

/** Sound headers by their text: the tokens that one key signs have one. */
const headers = new Recent<string, SoundHeader>(1_000);

function remember(part: string, header: SoundHeader): SoundHeader {
  // A copy: a piece of a string would keep the whole token in memory.
  if (part.length <= headerMemoryMax) headers.set(Buffer.from(part, 'latin1').toString('latin1'), header);
  return header;
}

function readObject(part: string, name: string): ReadonlyMap<string, unknown> {
  const members = isCanonical(part) ? parseStrictObject(Buffer.from(part, 'base64url')) : undefined;
  if (members === undefined) throw invalid(`the ${name} is no sound JSON object`);
  return members;
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

/** Whether a part of the right alphabet is the one text of its bytes. */
function isCanonical(part: string): boolean {
  const rest = part.length % 4;
  if (rest === 0) return true;
  const last = part.slice(-1);
  return (rest === 2 && lastOfTwo.includes(last)) || (rest === 3 && lastOfThree.includes(last));
}

function invalid(detail: string): InlayError {
  return new InlayError('token_invalid', { detail });
}
