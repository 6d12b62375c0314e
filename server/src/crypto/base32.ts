/** Crockford's alphabet in lower case: no i, l, o or u. It sorts as the numbers do. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const values = new Map(Array.from(alphabet, (character, value) => [character, value]));

/** Writes bytes as one number in base 32, the first character padded with zero bits, so that texts sort as bytes do. */
export function toBase32(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / 5);
  let text = '';
  let bits = length * 5 - bytes.length * 8;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return text;
}

/** Reads what `toBase32` wrote of `length` bytes; `undefined` for any other text. */
export function fromBase32(text: string, length: number): Buffer | undefined {
  if (text.length !== Math.ceil((length * 8) / 5)) return undefined;
  const bytes = Buffer.alloc(length);
  // Counted from below zero: the first bits are padding.
  let bits = length * 8 - text.length * 5;
  let value = 0;
  let index = 0;
  for (const character of text) {
    const digit = values.get(character);
    if (digit === undefined) return undefined;
    value = (value << 5) | digit;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    if (value >>> bits > 255) return undefined;
    bytes[index] = value >>> bits;
    index += 1;
    value &= (1 << bits) - 1;
  }
  return bytes;
}
