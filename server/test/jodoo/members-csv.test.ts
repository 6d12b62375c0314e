import { InlayError } from '@inlay/shared';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMembersCsv, writeMembersCsv } from '../../src/jodoo/members-csv.ts';

const faultsOf = (text: string): readonly string[] => {
  try {
    readMembersCsv(text);
    return [];
  } catch (error) {
    return error instanceof InlayError ? (error.details ?? []).map(({ message }) => message) : ['unknown'];
  }
};

it('reads back whatever was written, to the letter', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const entry = fc.record({
    tenantId: text,
    username: text,
    member: text.map((id) => `E${id}`),
    disabled: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const sound = entries.filter(({ member }) => !member.includes('\0'));
      expect(readMembersCsv(writeMembersCsv(sound))).toEqual(sound);
    }),
  );
});

it('takes what spreadsheets write: a byte order mark, other line ends, columns in another order, no last line', () => {
  const expected = [{ tenantId: 't', username: 'Mara, "M"', member: 'E1', disabled: false }];
  for (const text of [
    '\u{feff}tenant_id,username,member,disabled\r\nt,"Mara, ""M""",E1,FALSE\r\n',
    'tenant_id,username,member\nt,"Mara, ""M""",E1',
    'member,username,tenant_id\n\nE1,"Mara, ""M""",t\n\n',
    '"tenant_id","username","member"\r"t","Mara, ""M""","E1"\r',
  ]) {
    expect(readMembersCsv(text)).toEqual(expected);
  }
  expect(readMembersCsv('tenant_id,username,member\n')).toEqual([]);
});

it('says what is wrong, and where', () => {
  expect(faultsOf('')).toEqual(['the first line must be tenant_id,username,member,disabled']);
  expect(faultsOf('tenant,username,member\n')).toHaveLength(1);
  expect(faultsOf('tenant_id,username,member,member\n')).toHaveLength(1);
  expect(faultsOf('tenant_id,username,member\nt,u\n')).toContain('has 2 cells in place of 3');
  expect(faultsOf('tenant_id,username,member,disabled\nt,u,E1,maybe\n')).toEqual(['disabled must be true or false']);
  expect(faultsOf('tenant_id,username,member\nt,u,nobody\n')).toEqual(['member must be an id, or E and your own id']);
  expect(faultsOf('tenant_id,username,member\nt,"u,E1\n')[0]).toMatch(/^the quotes are wrong near character \d+$/);
  expect(faultsOf('tenant_id,username,member\nt,u"x,E1\n')[0]).toMatch(/^the quotes are wrong/);
});
