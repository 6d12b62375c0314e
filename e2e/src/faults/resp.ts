/** A reader of RESP, the protocol of Redis (redis.io, "Redis serialization protocol specification"), for the proxy. */

/** One whole element of a stream, in the bytes it came in. */
export interface RespElement {
  readonly bytes: Buffer;
  /** Its type: the first byte, such as `*` of an array and `>` of a push. */
  readonly type: string;
}

/** Takes the whole elements from the front of `buffer` and says how many bytes they took. */
export function readElements(buffer: Buffer): { readonly elements: readonly RespElement[]; readonly taken: number } {
  const elements: RespElement[] = [];
  let taken = 0;
  for (;;) {
    const end = endOf(buffer, taken);
    if (end === undefined) return { elements, taken };
    elements.push({ bytes: buffer.subarray(taken, end), type: String.fromCharCode(buffer[taken] ?? 0) });
    taken = end;
  }
}

/** The words of a command, as clients send it: an array of bulk strings. */
export function wordsOf({ bytes }: RespElement): readonly string[] {
  const words: string[] = [];
  let at = bytes.indexOf('\r\n') + 2;
  while (at < bytes.length) {
    const start = bytes.indexOf('\r\n', at) + 2;
    const length = Number(bytes.toString('latin1', at + 1, start - 2));
    words.push(bytes.toString('utf8', start, start + length));
    at = start + length + 2;
  }
  return words;
}

/** Where the element at `start` ends; `undefined` while it is not there whole. */
function endOf(buffer: Buffer, start: number): number | undefined {
  const line = buffer.indexOf('\r\n', start);
  if (line < 0) return undefined;
  const type = String.fromCharCode(buffer[start] ?? 0);
  const count = Number(buffer.toString('latin1', start + 1, line));
  const rest = line + 2;
  if ('$!='.includes(type)) {
    if (count < 0) return rest;
    const end = rest + count + 2;
    return end <= buffer.length ? end : undefined;
  }
  const parts = '*~>'.includes(type) ? count : '%|'.includes(type) ? count * 2 : 0;
  let end: number | undefined = rest;
  for (let part = 0; part < parts && end !== undefined; part += 1) end = endOf(buffer, end);
  return end;
}
