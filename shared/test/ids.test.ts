import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalIdMaxLength, idPrefixes, isPublicId, parseReference } from '../src/ids.ts';

const body = '0123456789abcdefghijklmnop';

describe('isPublicId', () => {
  it('knows an id of each kind, and its kind', () => {
    for (const [kind, prefix] of Object.entries(idPrefixes)) {
      expect(isPublicId(`${prefix}_${body}`)).toBe(true);
      expect(isPublicId(`${prefix}_${body}`, kind as keyof typeof idPrefixes)).toBe(true);
    }
    expect(isPublicId(`cus_${body}`, 'member')).toBe(false);
  });

  it('takes an id that nobody was given for an id: the contract’s own example is con_123', () => {
    for (const text of ['con_123', 'cus_nope', 'mem_1']) expect(isPublicId(text)).toBe(true);
  });

  it('A84: refuses other prefixes, other characters and other lengths', () => {
    for (const text of ['', 'cus', 'cus_', `abc_${body}`, `CUS_${body}`, 'cus_ABCDEFGH', `cus_${body}\n`]) {
      expect(isPublicId(text)).toBe(false);
    }
    for (const text of [
      '__proto__',
      'constructor',
      `cus_${'a'.repeat(65)}`,
      ` cus_${body}`,
      `cus-${body}`,
      `cus_${body}'`,
    ]) {
      expect(isPublicId(text)).toBe(false);
    }
  });
});

describe('parseReference', () => {
  it('reads an id of ours', () => {
    expect(parseReference(`con_${body}`)).toEqual({ id: `con_${body}` });
  });

  it('reads E and an external id, exactly as it stands', () => {
    const externalId = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(externalId, (text) => {
        expect(parseReference(`E${text}`)).toEqual({ externalId: text });
      }),
    );
    expect(parseReference('EE42')).toEqual({ externalId: 'E42' });
    expect(parseReference(`Econ_${body}`)).toEqual({ externalId: `con_${body}` });
  });

  it('takes external ids of 1 to 255 characters', () => {
    const longest = 'x'.repeat(externalIdMaxLength);
    expect(parseReference(`E${longest}`)).toEqual({ externalId: longest });
    expect(parseReference(`E${longest}x`)).toBeUndefined();
    expect(parseReference('E')).toBeUndefined();
    const astral = '😀'.repeat(externalIdMaxLength);
    expect(parseReference(`E${astral}`)).toEqual({ externalId: astral });
    expect(parseReference(`E${astral}x`)).toBeUndefined();
  });

  it('refuses what is neither, and NUL, which no database takes as text', () => {
    for (const text of ['', 'e42', '42', 'con_', 'null', '__proto__', 'E\0', 'Ea\0b']) {
      expect(parseReference(text)).toBeUndefined();
    }
  });
});
