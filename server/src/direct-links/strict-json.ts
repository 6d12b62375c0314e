/** Deepest nesting and most members of an object that a token may hold. */
const maxDepth = 8;
const maxMembers = 100;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads `bytes` as one JSON object and nothing else: UTF-8 without a byte order mark or lone surrogates (RFC 8725 §3.7),
 * no repeated members at any depth (RFC 7515 §4, RFC 7519 §4), nesting and size bounded. The members come back as a Map,
 * so that a name such as `__proto__` is a name like any other. Returns `undefined` for anything else.
 */
export function parseStrictObject(bytes: Uint8Array): ReadonlyMap<string, unknown> | undefined {
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return hasSoundMembers(text) ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

const quote = 0x22;
const comma = 0x2c;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Walks once over a text that is known to be JSON and looks at what `JSON.parse` does not tell: names, depth and counts.
 * A string is read only where it may matter: a name, or one with escapes, for in sound UTF-8 nothing else can write a
 * lone surrogate.
 */
function hasSoundMembers(text: string): boolean {
  /** One entry for each open bracket: the names seen in an object, `undefined` for an array. */
  const open: (Set<string> | undefined)[] = [];
  const hasEscapes = text.includes('\\');
  let members = 0;
  let expectsName = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case openObject:
      case openArray:
        expectsName = text.charCodeAt(at) === openObject;
        if (open.push(expectsName ? new Set() : undefined) > maxDepth) return false;
        break;
      case closeObject:
      case closeArray:
        open.pop();
        expectsName = false;
        break;
      case comma:
        expectsName = open.at(-1) !== undefined;
        if (++members > maxMembers) return false;
        break;
      case quote: {
        const start = at;
        let isEscaped = false;
        if (!hasEscapes) at = text.indexOf('"', at + 1);
        else {
          for (at += 1; text.charCodeAt(at) !== quote; at++) {
            if (text.charCodeAt(at) !== backslash) continue;
            isEscaped = true;
            at += 1;
          }
        }
        if (!isEscaped && !expectsName) break;
        const string = isEscaped ? (JSON.parse(text.slice(start, at + 1)) as string) : text.slice(start + 1, at);
        if (isEscaped && !string.isWellFormed()) return false;
        const names = open.at(-1);
        if (expectsName && names !== undefined) {
          if (names.has(string)) return false;
          names.add(string);
        }
        expectsName = false;
      }
    }
  }
  return true;
}
