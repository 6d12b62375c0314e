import { randomBytes } from 'node:crypto';
import { idPrefixes } from '@inlay/shared';
import type { IdKind } from '@inlay/shared';
import { V7Generator } from 'uuidv7';

const generator = new V7Generator();
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes a public id: the kind's prefix and a UUIDv7 (RFC 9562) in Crockford's base 32, so that ids sort by age. */
export function newId(kind: IdKind): string {
  return `${idPrefixes[kind]}_${base32(BigInt(`0x${generator.generate().toHex()}`))}`;
}

/** Makes a request id: 16 random characters. */
export function newRequestId(): string {
  return `req_${base32(BigInt(`0x${randomBytes(10).toString('hex')}`)).slice(-16)}`;
}

function base32(value: bigint): string {
  let text = '';
  for (let rest = value; text.length < 26; rest >>= 5n) text = `${alphabet[Number(rest & 31n)]}${text}`;
  return text;
}
