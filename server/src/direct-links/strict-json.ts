/** Deepest nesting and most members of an object that a token may hold. */
const maxDepth = 8;
const maxMembers = 100;

/**
 * Reads `bytes` as one JSON object and nothing else: UTF-8 without a byte order mark or lone surrogates (RFC 8725 §3.7),
 * no repeated members at any depth (RFC 7515 §4, RFC 7519 §4), nesting and size bounded. The members come back as a Map,
 * so that a name such as `__proto__` is a name like any other. Returns `undefined` for anything else.
 */
export function parseStrictObject(bytes: Uint8Array): ReadonlyMap<string, unknown> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return hasSoundMembers(text) ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

/** Walks a text that is known to be JSON and looks at what `JSON.parse` does not tell: names, depth and counts. */
function hasSoundMembers(text: string): boolean {
  /** One entry for each open bracket: the names seen in an object, `undefined` for an array. */
  const open: (Set<string> | undefined)[] = [];
  let members = 0;
  let expectsName = false;
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],]/gs;
  for (const [part] of text.matchAll(token)) {
    if (part === '{' || part === '[') {
      if (open.push(part === '{' ? new Set() : undefined) > maxDepth) return false;
      expectsName = part === '{';
    } else if (part === '}' || part === ']') {
      open.pop();
      expectsName = false;
    } else if (part === ',') {
      expectsName = open.at(-1) !== undefined;
      if (++members > maxMembers) return false;
    } else {
      const string = JSON.parse(part) as string;
      if (!string.isWellFormed()) return false;
      const names = open.at(-1);
      if (expectsName && names !== undefined) {
        if (names.has(string)) return false;
        names.add(string);
      }
      expectsName = false;
    }
  }
  return true;
}
