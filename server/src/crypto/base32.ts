/** Crockford's alphabet in lower case: no i, l, o or u. It sorts as the numbers do. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** The value of each character by its code; none for codes that no character of the alphabet has. */
const values: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const value = alphabet.indexOf(String.fromCharCode(code));
  return value < 0 ? undefined : value;
});
/** The code of each character. */
const codes = Buffer.from(alphabet, 'latin1');

/** Writes bytes as one number in base 32, the first character padded with zero bits, so that texts sort as bytes do. */
export function toBase32(bytes: Uint8Array): string {
  const text = Buffer.allocUnsafe(Math.ceil((bytes.length * 8) / 5));
  let bits = text.length * 5 - bytes.length * 8;
  let value = 0;
  let at = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    value = (value << 8) | (bytes[index] ?? 0);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text[at] = codes[(value >>> bits) & 31] ?? 0;
      at += 1;
    }
    value &= (1 << bits) - 1;
  }
  // In one piece: a text that grows by characters is a list of them until somebody reads it.
  return text.toString('latin1', 0, at);
}

/** Reads what `toBase32` wrote of `length` bytes; `undefined` for any other text. */
export function fromBase32(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  return readBase32(text, bytes, 0, length) ? bytes : undefined;
}

/** The same into `target` from `start` on; says whether the text was one that `toBase32` wrote of `length` bytes. */
export function readBase32(text: string, target: Uint8Array, start: number, length: number): boolean {
  if (text.length !== Math.ceil((length * 8) / 5)) return false;
  // Counted from below zero: the first bits are padding.
  let bits = length * 8 - text.length * 5;
  let value = 0;
  let index = start;
  for (let at = 0; at < text.length; at += 1) {
    const digit = values[text.charCodeAt(at)];
    if (digit === undefined) return false;
    value = (value << 5) | digit;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    if (value >>> bits > 255) return false;
    target[index] = value >>> bits;
    index += 1;
    value &= (1 << bits) - 1;
  }
  return true;
}
