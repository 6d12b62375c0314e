import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictObject } from '../../src/direct-links/strict-json.ts';

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
