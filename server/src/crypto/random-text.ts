import { randomBytes } from 'node:crypto';

/** Thirty-two characters, so that five random bits choose one without bias; none that a person confuses with another. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes `length` random lower-case letters and digits, five bits each, from the system's generator. */
export function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte & 31)).join('');
}
