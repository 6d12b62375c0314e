import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictObject } from '../../src/direct-links/strict-json.ts';

/** The same judgement, token by token and without any care for speed. */
function readSlowly(text: string): ReadonlyMap<string, unknown> | undefined {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const open: (Set<string> | undefined)[] = [];
  let commas = 0;
  let expectsName = false;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/gs)) {
    if (part === '{' || part === '[') {
      expectsName = part === '{';
      if (open.push(expectsName ? new Set() : undefined) > 8) return undefined;
    } else if (part === '}' || part === ']') {
      open.pop();
      expectsName = false;
    } else if (part === ',') {
      expectsName = open.at(-1) !== undefined;
      if (++commas > 100) return undefined;
    } else {
      const string = JSON.parse(part) as string;
      if (!string.isWellFormed()) return undefined;
      const names = expectsName ? open.at(-1) : undefined;
      if (names?.has(string)) return undefined;
      names?.add(string);
      expectsName = false;
    }
  }
  return new Map(Object.entries(value));
}

const parse = (text: string) => parseStrictObject(Buffer.from(text));

describe('strict JSON objects', () => {
  it('reads whatever object JSON.stringify writes, to the same members', () => {
    const shallow = fc
      .jsonValue({ maxDepth: 3, noUnicodeString: false })
      .filter((value) => JSON.stringify(value).isWellFormed());
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), shallow, { maxKeys: 10 }), (object) => {
        const text = JSON.stringify(object);
        fc.pre((text.match(/,/g) ?? []).length < 50 && !/\\ud[89a-f]/i.test(text));
        expect(parse(text)).toEqual(new Map(Object.entries(JSON.parse(text) as object)));
      }),
    );
  });

  it('A23, A28, A29: judges as a slow reading by regular expression does, whatever is repeated, nested or escaped', () => {
    const name = fc.constantFrom(
      '"a"',
      '"b"',
      '"\\u0061"',
      '"__proto__"',
      '"\\ud800"',
      '"\\ud83d\\ude00"',
      '"\\\\"',
      '"\\""',
      '"{,["',
    );
    const scalar = fc.oneof(name, fc.constantFrom('1', 'null', 'true', '-1.5e3'));
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 9, withCrossShrink: true },
        scalar,
        fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(' , ')}]`),
        fc
          .array(fc.tuple(name, tie('value')), { maxLength: 4 })
          .map((members) => `{${members.map(([key, item]) => `${key}: ${item}`).join(',\n')}}`),
      ),
    }));
    fc.assert(
      fc.property(value, (text) => {
        expect(parse(text)).toEqual(readSlowly(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads on soundly after bytes that were none', () => {
    expect(parseStrictObject(Buffer.from([0x7b, 0xf0, 0x9f]))).toBeUndefined();
    expect(parse('{"a":"ä"}')).toEqual(new Map([['a', 'ä']]));
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseStrictObject(bytes)));
    fc.assert(fc.property(fc.string(), (text) => void parse(text)));
  });

  it.each([
    ['{"a":1,"a":1}'],
    ['{"a":1,"\\u0061":2}'],
    ['{"a":{"b":1,"b":2}}'],
    ['{"x":[{"b":1},{"b":1,"b":2}]}'],
    ['{"__proto__":1,"__proto__":2}'],
  ])('A23: refuses repeated members at any depth: %s', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it.each([
    ['{"a":{"b":1},"b":1}'],
    ['{"a":["a","a"]}'],
    ['{"a":"a","b":"a"}'],
    ['{"a":[{"b":1},{"b":1}]}'],
    ['{"a":"{,\\"a\\":[\\\\"}'],
  ])('takes what only looks like a repetition: %s', (text) => {
    expect(parse(text)).toBeDefined();
  });

  it.each([
    ['a byte order mark', Buffer.from('\uFEFF{}')],
    ['trailing bytes', Buffer.from('{}x')],
    ['two objects', Buffer.from('{}{}')],
    ['an array', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['a string', Buffer.from('"{}"')],
    ['nothing', Buffer.from('')],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
    ['a cut UTF-8 sequence', Buffer.from([0x7b, 0x22, 0xc3, 0x22, 0x3a, 0x31, 0x7d])],
    ['a lone surrogate in a value', Buffer.from('{"a":"\\ud800"}')],
    ['a lone surrogate in a name', Buffer.from('{"\\udc00":1}')],
    ['NaN', Buffer.from('{"a":NaN}')],
    ['a comment', Buffer.from('{/**/}')],
    ['a trailing comma', Buffer.from('{"a":1,}')],
  ])('A28: refuses %s', (_name, bytes) => {
    expect(parseStrictObject(bytes)).toBeUndefined();
  });

  it('A29: refuses deep nesting and many members', () => {
    expect(parse(`{"a":${'['.repeat(20)}${']'.repeat(20)}}`)).toBeUndefined();
    expect(parse(`{${Array.from({ length: 200 }, (_, i) => `"m${i}":1`).join(',')}}`)).toBeUndefined();
  });

  it('A84: keeps __proto__ as a member like any other', () => {
    const object = parse('{"__proto__":{"admin":true},"constructor":1}');
    expect(object?.get('__proto__')).toEqual({ admin: true });
    expect(object?.get('admin')).toBeUndefined();
    expect(object?.get('toString')).toBeUndefined();
  });
});
